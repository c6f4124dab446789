using System.Text.Json;

namespace LinRegPS.Engine.Tests.Support;

/// <summary>Makes our optimizers and schedules of PyTorch's names and arguments.</summary>
internal static class TorchOptimizer
{
    private static readonly Dictionary<string, string[]> s_settings = new()
    {
        ["weight_decay"] = ["WeightDecay"],
        ["momentum"] = ["Momentum"],
        ["dampening"] = ["Dampening"],
        ["nesterov"] = ["Nesterov"],
        ["maximize"] = ["Maximize"],
        ["alpha"] = ["Alpha"],
        ["eps"] = ["Epsilon"],
        ["centered"] = ["Centered"],
        ["betas"] = ["Beta1", "Beta2"],
        ["amsgrad"] = ["AmsGrad"],
        ["momentum_decay"] = ["MomentumDecay"],
        ["lr_decay"] = ["LearningRateDecay"],
        ["initial_accumulator_value"] = ["InitialAccumulator"],
        ["rho"] = ["Rho"],
        ["etas"] = ["EtaMinus", "EtaPlus"],
        ["step_sizes"] = ["MinStep", "MaxStep"],
        ["max_iter"] = ["MaxIterations"],
        ["tolerance_change"] = ["ChangeTolerance"],
        ["max_eval"] = ["MaxEvaluations"],
        ["lambd"] = ["Lambda"],
        ["t0"] = ["T0"],
        ["history_size"] = ["HistorySize"],
    };

    public static Optimizer Make(string name, IReadOnlyDictionary<string, JsonElement> args, Tensor[] parameters)
    {
        var optimizer = Optimizer.Named(name, parameters, args.TryGetValue("lr", out var rate) ? rate.GetDouble() : null);
        var settings = new Dictionary<string, object>();
        foreach (var (key, value) in args.Where(arg => arg.Key != "lr"))
        {
            if (key == "line_search_fn")
                settings["StrongWolfe"] = value.GetString() == "strong_wolfe";
            else if (value.ValueKind == JsonValueKind.Array)
                Array.ForEach([.. s_settings[key].Index()], item => settings[item.Item] = value[item.Index].GetDouble());
            else
                settings[s_settings[key][0]] = value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : value.GetDouble();
        }
        optimizer.Set(settings);
        return optimizer;
    }

    public static LearningRateSchedule Schedule(string name, IReadOnlyDictionary<string, JsonElement> args, Optimizer optimizer)
    {
        double Number(string key, double usual = double.NaN) => args.TryGetValue(key, out var value) ? value.GetDouble() : usual;
        int Whole(string key, int usual = 0) => (int)Number(key, usual);
        double[] Each(string key) => args[key].ValueKind == JsonValueKind.Array ? args[key].Deserialize<double[]>()! : [args[key].GetDouble()];
        bool Flag(string key, bool usual) => args.TryGetValue(key, out var value) ? value.GetBoolean() : usual;
        string Text(string key, string usual) => args.TryGetValue(key, out var value) ? value.GetString()! : usual;
        return name switch
        {
            "StepLR" => new StepLR(optimizer, Whole("step_size"), Number("gamma", 0.1)),
            "MultiStepLR" => new MultiStepLR(optimizer, args["milestones"].Deserialize<int[]>()!, Number("gamma", 0.1)),
            "ExponentialLR" => new ExponentialLR(optimizer, Number("gamma")),
            "ConstantLR" => new ConstantLR(optimizer, Number("factor", 1.0 / 3), Whole("total_iters", 5)),
            "LinearLR" => new LinearLR(optimizer, Number("start_factor", 1.0 / 3), Number("end_factor", 1), Whole("total_iters", 5)),
            "PolynomialLR" => new PolynomialLR(optimizer, Whole("total_iters", 5), Number("power", 1)),
            "CosineAnnealingLR" => new CosineAnnealingLR(optimizer, Whole("T_max"), Number("eta_min", 0)),
            "CosineAnnealingWarmRestarts" => new CosineAnnealingWarmRestarts(optimizer, Whole("T_0"), Whole("T_mult", 1), Number("eta_min", 0)),
            "OneCycleLR" => new OneCycleLR(
                optimizer, Each("max_lr"), Whole("total_steps"), Number("pct_start", 0.3), Enum.Parse<Annealing>(Text("anneal_strategy", "cos"), ignoreCase: true),
                Flag("cycle_momentum", true), Number("base_momentum", 0.85), Number("max_momentum", 0.95), Number("div_factor", 25),
                Number("final_div_factor", 1e4), Flag("three_phase", false)),
            "CyclicLR" => new CyclicLR(
                optimizer, Each("base_lr"), Each("max_lr"), Whole("step_size_up", 2000), Whole("step_size_down"),
                Enum.Parse<CycleMode>(Text("mode", "triangular").Replace("_", ""), ignoreCase: true), Number("gamma", 1), Flag("cycle_momentum", true),
                Number("base_momentum", 0.8), Number("max_momentum", 0.9)),
            "ReduceLROnPlateau" => new ReduceLROnPlateau(
                optimizer, Enum.Parse<PlateauMode>(Text("mode", "min"), ignoreCase: true), Number("factor", 0.1), Whole("patience", 10), Number("threshold", 1e-4),
                Enum.Parse<ThresholdMode>(Text("threshold_mode", "rel"), ignoreCase: true), Whole("cooldown"), args.ContainsKey("min_lr") ? Each("min_lr") : null, Number("eps", 1e-8)),
            _ => throw new ArgumentException(name),
        };
    }
}
