using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using LinRegPS.Tests.Hosting;

namespace LinRegPS.Tests.Discovery;

/// <summary>
/// What the module has of the names in <c>fixtures/names_torch.json</c>, by reflection: the same name whatever the case and without
/// underscores, as a method of a tensor, a loss, an initialisation, or a type.
/// </summary>
internal sealed class PyTorchNames(ModuleSession session)
{
    // Where the rule doesn't lead: another name of ours for it, which must be there, or how it is written in a script.
    private static readonly Dictionary<string, string> s_otherNames = new(StringComparer.Ordinal)
    {
        ["absolute"] = "Abs",
        ["t"] = "$x.T",
        ["arccos"] = "Acos",
        ["arccosh"] = "Acosh",
        ["arcsin"] = "Asin",
        ["arcsinh"] = "Asinh",
        ["arctan"] = "Atan",
        ["arctan2"] = "Atan2",
        ["arctanh"] = "Atanh",
        ["clip"] = "Clamp",
        ["clamp_max"] = "Clamp",
        ["clamp_min"] = "Clamp",
        ["concat"] = "Cat",
        ["concatenate"] = "Cat",
        ["fix"] = "Trunc",
        ["argwhere"] = "NonZero",
        ["ger"] = "Outer",
        ["greater"] = "Gt",
        ["greater_equal"] = "Ge",
        ["less"] = "Lt",
        ["trapz"] = "Trapezoid",
        ["pinverse"] = "Pinv",
        ["inv"] = "Inverse",
        ["multi_dot"] = "ChainMatmul",
        ["row_stack"] = "VStack",
        ["empty"] = "Zeros",
        ["empty_like"] = "ZerosLike",
        ["adjoint"] = "$x.Transpose(-1, -2)",
        ["float_power"] = "Pow",
        ["positive"] = "$x",
        ["is_same_size"] = "$x.Shape.Equals($y.Shape)",
        ["is_nonzero"] = "$x.Item() -ne 0",
        ["symeig"] = "Eigh",
        ["less_equal"] = "Le",
        ["not_equal"] = "Ne",
        ["negative"] = "Neg",
        ["moveaxis"] = "MoveDim",
        ["split_with_sizes"] = "Split",
        ["broadcast_to"] = "Expand",
        ["ravel"] = "Flatten",
        ["upsample_nearest"] = "Interpolate",
        ["upsample_bilinear"] = "Interpolate",
        ["BCELoss"] = "BinaryCrossEntropy",
        ["BCEWithLogitsLoss"] = "BinaryCrossEntropyWithLogits",
        ["TensorDataset"] = "New-DataSet",
        ["DataLoader"] = "New-DataLoader",
        ["Subset"] = "$data.Rows($indices)",
        ["add"] = "$x + $y",
        ["sub"] = "$x - $y",
        ["subtract"] = "$x - $y",
        ["mul"] = "$x * $y",
        ["multiply"] = "$x * $y",
        ["div"] = "$x / $y",
        ["divide"] = "$x / $y",
        ["true_divide"] = "$x / $y",
        ["tensor"] = "New-Tensor",
        ["as_tensor"] = "ConvertTo-Tensor",
        ["asarray"] = "ConvertTo-Tensor",
        ["load"] = "Import-Tensor",
        ["save"] = "Export-Tensor",
        ["manual_seed"] = "Set-RandomSeed",
        ["get_num_threads"] = "Get-TensorThread",
        ["set_num_threads"] = "Set-TensorThread",
        ["no_grad"] = "Invoke-NoGrad",
        ["Parameter"] = "New-Tensor -RequiresGrad",
        ["random_split"] = "Split-DataSet",
    };

    // Parameters that have another name here.
    private static readonly Dictionary<string, string> s_otherParameters = new(StringComparer.OrdinalIgnoreCase)
    {
        ["betas"] = "Beta1",
        ["etas"] = "EtaMinus",
        ["step_sizes"] = "MinStep",
        ["eps"] = "Epsilon",
        ["params"] = "parameters",
        ["size"] = "sizes",
        ["std"] = "deviation",
        ["val"] = "value",
        ["fill_value"] = "value",
        ["num_samples"] = "samples",
        ["input1"] = "first",
        ["input2"] = "second factor",
        ["log_probs"] = "prediction",
        ["rtol"] = "rcond rtol",
        ["ord"] = "ord p",
        ["targets"] = "target",
        ["lambd"] = "Lambda lambd",
        ["p"] = "probability",
        ["a"] = "slope low",
        ["b"] = "high",
        ["param"] = "slope",
        ["var"] = "variance",
        ["split_size_or_sections"] = "splitSize",
        ["indices_or_sections"] = "indices",
        ["lr_lambda"] = "factor",
        ["line_search_fn"] = "StrongWolfe",
        ["schedulers"] = "schedules",
        ["max_iter"] = "MaxIterations",
        ["max_eval"] = "MaxEvaluations",
        ["tolerance_grad"] = "GradientTolerance",
        ["tolerance_change"] = "ChangeTolerance",
        ["initial_accumulator_value"] = "InitialAccumulator",
        ["tensors"] = "input",
        ["axis"] = "dim",
        ["modules"] = "layers",
        ["sizes"] = "unflattenedSize",
        ["x"] = "input",
        ["y"] = "other",
    };

    private readonly Type[] _types = session.One<Type>("[LinRegPS.Tensor]").Assembly.GetExportedTypes();

    /// <summary>The rows of the page: a name, what is here, and what of its parameters is not.</summary>
    public static IEnumerable<(string Module, string Name, string[] Parameters)> All()
    {
        using var names = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "fixtures/names_torch.json")));
        foreach (var module in names.RootElement.EnumerateObject())
            foreach (var name in module.Value.EnumerateObject())
                yield return (module.Name, name.Name, [.. name.Value.EnumerateArray().Select(parameter => parameter.GetString()!)]);
    }

    /// <summary>What the module has for a name, and those of its parameters that ours has not; null where it has nothing.</summary>
    public (string Ours, string[] Without)? Find(string module, string name, string[] parameters)
    {
        string other = s_otherNames.GetValueOrDefault(name, string.Empty);
        if (other.Contains('-') || other.StartsWith('$'))
            return (Written(other), []);
        string plain = (other.Length > 0 ? other : name).Replace("_", string.Empty);
        var found = module switch
        {
            "torch.nn.init" => Methods("Init", plain),
            "torch.optim" or "torch.optim.lr_scheduler" or "torch.utils.data" => Types(plain),
            "torch.nn" => First(Types(plain), Methods("Loss", WithoutLoss(plain)), Methods("Tensor", plain)),
            _ => First(Methods("Tensor", plain), Methods("Loss", WithoutLoss(plain)), Types(plain)),
        };
        // A function in place of a layer has none of what makes one.
        bool compares = found is [Type, ..] || module != "torch.nn";
        return found.Length == 0 ? null : (Written(found), [.. parameters.Where(parameter => compares && !Takes(found, parameter))]);
    }

    private static string WithoutLoss(string name) => Regex.Replace(name, "Loss$", string.Empty, RegexOptions.IgnoreCase);

    private static MemberInfo[] First(params MemberInfo[][] candidates) => candidates.FirstOrDefault(found => found.Length > 0, []);

    private MemberInfo[] Methods(string type, string name) =>
    [
        .. _types.Single(t => t.FullName == "LinRegPS." + type).GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(member => member is MethodInfo { IsSpecialName: false } or PropertyInfo && member.Name.Equals(name, StringComparison.OrdinalIgnoreCase)),
    ];

    private MemberInfo[] Types(string name) =>
        [.. _types.Where(type => type.Namespace == "LinRegPS" && !type.IsEnum && type.Name.Equals(name, StringComparison.OrdinalIgnoreCase))];

    private string Written(string code)
    {
        if (!code.StartsWith('$'))
            _ = session.One<object>($"(Get-Command {code.Split(' ')[0]} -Module LinRegPS).Name");
        return code;
    }

    private static string Written(MemberInfo[] found) => found[0] switch
    {
        Type type => $"[LinRegPS.{type.Name}]",
        PropertyInfo property => $"$x.{property.Name}",
        MethodInfo { IsStatic: true } method => $"[LinRegPS.{method.DeclaringType!.Name}]::{method.Name}()",
        var method => $"$x.{method.Name}()",
    };

    private static bool Takes(MemberInfo[] found, string parameter)
    {
        // The tensor may be the one whose method it is.
        if (parameter == "tensor" || found is [Type { IsAbstract: true }])
            return true;
        var ours = found.SelectMany(member => member switch
        {
            MethodInfo method => method.GetParameters().Select(p => p.Name!),
            Type type => type.GetConstructors().SelectMany(c => c.GetParameters()).Select(p => p.Name!).Concat(type.GetProperties().Select(p => p.Name)),
            _ => [],
        });
        string plain = Regex.Replace(parameter, "(?<![a-z])lr(?![a-z])", "LearningRate").Replace("_", string.Empty);
        return ours.Any(name => name.Equals(plain, StringComparison.OrdinalIgnoreCase)
            || (s_otherParameters.TryGetValue(parameter, out string? other) && other.Split(' ').Contains(name, StringComparer.OrdinalIgnoreCase)));
    }
}
