using System.Collections;
using LinRegPS.Engine.Tests.Support;

namespace LinRegPS.Engine.Tests.Optimizers;

/// <summary>Groups of parameters whose settings are their own, as each of torch's param_groups has all.</summary>
public class ParameterGroupTests
{
    private readonly Tensor _a = Tensor.From([1, 2]).RequiresGrad_(), _b = Tensor.From([3, -1]).RequiresGrad_();

    // Four steps by PyTorch 1.13.1.
    public static TheoryData<string, Hashtable, float[], float[]> Traces => new()
    {
        { "Adam", new() { ["LearningRate"] = 0.05, ["Beta1"] = 0.5, ["beta2"] = 0.9, ["Epsilon"] = 1e-3, ["AmsGrad"] = true, ["WeightDecay"] = 0.1 }, [0.6233444213867188f, 2.3999996185302734f], [2.800889253616333f, -0.9842931628227234f] },
        { "Sgd", new() { ["Momentum"] = 0.9, ["Nesterov"] = true }, [0.20000000298023224f, 2.3999996185302734f], [2.6963977813720703f, -0.7585100531578064f] },
        { "RMSprop", new() { ["Alpha"] = 0.5, ["Centered"] = true, ["Momentum"] = 0 }, [0.4428390860557556f, 2.4489681720733643f], [2.885357141494751f, -0.9845771193504333f] },
    };

    [Theory]
    [MemberData(nameof(Traces))]
    public void EachGroupIsSteppedByItsOwnSettings(string name, Hashtable settings, float[] a, float[] b)
    {
        var optimizer = Make(name, settings, _a, _b);
        string before = optimizer.ToString();
        for (int i = 0; i < 4; i++)
            Step(optimizer, i, _a, _b);
        Assert.Equal(a, _a.ToArray(), Close);
        Assert.Equal(b, _b.ToArray(), Close);
        Assert.Equal(before, optimizer.ToString());
    }

    [Theory]
    [MemberData(nameof(Traces))]
    public void AStateThatIsLoadedHasTheGroupsSettings(string name, Hashtable settings, float[] a, float[] b)
    {
        var optimizer = Make(name, settings, _a, _b);
        for (int i = 0; i < 2; i++)
            Step(optimizer, i, _a, _b);
        Tensor c = _a.Detach().Copy().RequiresGrad_(), d = _b.Detach().Copy().RequiresGrad_();
        var other = Make(name, [], c, d);
        other.LoadStateDict(optimizer.StateDict());
        for (int i = 2; i < 4; i++)
            Step(other, i, c, d);
        Assert.Equal(a, c.ToArray(), Close);
        Assert.Equal(b, d.ToArray(), Close);
    }

    [Fact]
    public void AScheduleCyclesTheMomentumOfEachGroup()
    {
        var optimizer = Make("Sgd", new() { ["Momentum"] = 0.5 }, _a, _b);
        var schedule = new OneCycleLR(optimizer, [1], 10);
        schedule.Step();
        var state = (Array)optimizer.StateDict()["param_groups"];
        var own = (IDictionary)((IDictionary)state.GetValue(1)!)["settings"]!;
        Assert.Equal(((Sgd)optimizer).Momentum, own["Momentum"]);
    }

    [Fact]
    public void SettingsThatDoNotFitAreRefusedAndChangeNothing()
    {
        var optimizer = new Sgd([_a], 0.1);
        string before = optimizer.ToString();
        Expect.Error<InvalidValueException>("NoSuchSetting", () => optimizer.AddParameterGroup(new([_b], new Hashtable { ["Beta1"] = 0.5 })), "Sgd", "Beta1");
        Expect.Error<InvalidValueException>("InvalidSetting", () => optimizer.AddParameterGroup(new([_b], new Hashtable { ["Momentum"] = "much" })), "Momentum", "much");
        Expect.Error<InvalidValueException>("InvalidSetting", () => new ParameterGroup([_b], new Hashtable { ["LearningRate"] = "much" }), "LearningRate", "much");
        Assert.ThrowsAny<LinRegException>(() => optimizer.AddParameterGroup(new([_b], new Hashtable { ["Momentum"] = -1 })));
        Assert.ThrowsAny<LinRegException>(() => optimizer.AddParameterGroup(new([_b], new Hashtable { ["Nesterov"] = true })));
        Assert.Equal(before, optimizer.ToString());
        Assert.Single(optimizer.ParameterGroups);
    }

    private static Optimizer Make(string name, Hashtable settings, Tensor a, Tensor b)
    {
        var optimizer = Optimizer.Named(name, [a], name == "RMSprop" ? 0.01 : 0.1);
        if (name == "RMSprop")
            optimizer.Set(new Hashtable { ["Momentum"] = 0.5 });
        optimizer.AddParameterGroup(new ParameterGroup([b], settings));
        return optimizer;
    }

    private static void Step(Optimizer optimizer, int i, Tensor a, Tensor b)
    {
        (a.Grad, b.Grad) = (Tensor.From([0.5f + i, -1]), Tensor.From([0.25f, 1 - i]));
        optimizer.Step();
    }

    private static bool Close(float x, float y) => MathF.Abs(x - y) <= 2 * MathF.BitIncrement(MathF.Abs(y)) * 1.2e-7f;
}
