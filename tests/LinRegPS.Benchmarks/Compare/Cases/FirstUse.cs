namespace LinRegPS.Benchmarks.Compare.Cases;

/// <summary>How long the first use of a part of the module takes in a running shell.</summary>
internal sealed class FirstUse(string what, string work) : Case($"first-{what}", work)
{
    public override bool UsesThreads => false;

    public override Match Match(Setting setting) => new(
        new WholeProcess("LinRegPS", OurShell.Script("first.ps1", "-What", what), "result", "first"), [], Alone: new AtMost(0.15));
}
