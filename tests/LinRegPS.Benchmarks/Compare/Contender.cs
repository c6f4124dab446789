using LinRegPS.Kernels.Threading;

namespace LinRegPS.Benchmarks.Compare;

/// <summary>One side of a comparison.</summary>
internal abstract class Contender(string name)
{
    /// <summary>What the table calls it.</summary>
    public string Name { get; } = name;

    /// <summary>Gets ready, and gives the numbers of a short run that the other side must agree with; none where it computes nothing.</summary>
    public abstract double[] Prepare();

    /// <summary>Seconds of one step, from calls that are repeated for so many seconds: at least one.</summary>
    public abstract double Measure(double seconds);
}

/// <summary>Work in this process.</summary>
/// <param name="name">What the table calls it.</param>
/// <param name="threads">How many threads it may use.</param>
/// <param name="check">What gives the numbers to agree on.</param>
/// <param name="run">What is measured.</param>
/// <param name="steps">How many steps one call makes.</param>
internal sealed class Local(string name, int threads, Func<double[]> check, Action run, int steps = 1) : Contender(name)
{
    public override double[] Prepare()
    {
        Workers.Threads = threads;
        return check();
    }

    public override double Measure(double seconds)
    {
        Workers.Threads = threads;
        return Samples.Measure(run, steps, seconds);
    }
}
