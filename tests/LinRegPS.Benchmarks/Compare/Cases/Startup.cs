namespace LinRegPS.Benchmarks.Compare.Cases;

/// <summary>How long it takes in a running shell until the module, and a first step, are there.</summary>
internal sealed class Startup(string name, string work, string word, double seconds, string peer) : Case(name, work)
{
    public override bool UsesThreads => false;

    public override Match Match(Setting setting)
    {
        var ours = new WholeProcess("LinRegPS", OurShell.Script("startup.ps1"), "weight", word);
        var torch = setting.Peers.Script("torch", Environment.ProcessorCount, "startup_torch.py");
        return new Match(
            ours,
            [new Opponent(peer, torch is null ? null : new WholeProcess(peer, torch, "weight", word), null)],
            Alone: new AtMost(seconds));
    }
}
