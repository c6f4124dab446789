namespace LinRegPS.Benchmarks.Compare.Cases;

/// <summary>Search-Training over 100 learning rates of a small model, each to its end, against a loop in Python.</summary>
internal sealed class RateSearch() : Case("search", "100 models of 100 rows, 50 epochs each (Search-Training)")
{
    public override Match Match(Setting setting)
    {
        var x = setting.Data.Normal("x", 1, 100, 2);
        var y = setting.Data.Get("y", [100, 1], values =>
        {
            for (int i = 0; i < values.Length; i++)
                values[i] = x.Values[2 * i] + (2 * x.Values[(2 * i) + 1]);
        });
        // The best come to the same weights from wherever they start.
        double[] rates = [.. Enumerable.Range(0, 100).Select(i => 0.01 * Math.Pow(30, i / 99.0))];
        var arguments = new { x = x.Argument, y = y.Argument, rates, epochs = 50 };
        return new Match(
            setting.Peers.Library("shell", setting.Threads)?.Case("LinRegPS", "search", arguments),
            [setting.Against("torch", "PyTorch, a loop", new TimesAsFast(1), "search", arguments)]);
    }
}
