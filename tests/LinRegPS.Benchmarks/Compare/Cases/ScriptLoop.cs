namespace LinRegPS.Benchmarks.Compare.Cases;

/// <summary>The founding case as a loop in a script, against the loop of a Python script.</summary>
internal sealed class ScriptLoop(string name, string work, string task, string peer, string peerTask, double? factor) : Case(name, work)
{
    public override bool UsesThreads => false;

    public override Match Match(Setting setting) => new(
        setting.Peers.Library("shell", 1)?.Case("LinRegPS", task, null),
        [setting.Against("torch", peer, factor is { } times ? new TimesAsFast(times) : null, peerTask)]);
}
