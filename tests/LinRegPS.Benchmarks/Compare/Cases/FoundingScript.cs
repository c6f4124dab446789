namespace LinRegPS.Benchmarks.Compare.Cases;

/// <summary>The founding case's script, 100 epochs with a line of text each, as a process from start to end.</summary>
internal sealed class FoundingScript() : Case("founding-script", "founding case's script, whole process")
{
    public override bool UsesThreads => false;

    public override Match Match(Setting setting)
    {
        var ours = new WholeProcess("LinRegPS", OurShell.Script("founding.ps1"), "f(5) =");
        return new Match(ours, [
            new Opponent("empty script, same shell", new WholeProcess("empty", OurShell.Script("empty.ps1"), result: null), new AtMostBeyond(0.15)),
            Python("numpy", "NumPy's script", "founding_numpy.py"),
            Python("torch", "PyTorch's script", "founding_torch.py"),
        ]);

        Opponent Python(string library, string name, string script)
        {
            var start = setting.Peers.Script(library, Environment.ProcessorCount, script);
            return new Opponent(name, start is null ? null : new WholeProcess(name, start, "f(5) ="), null);
        }
    }
}
