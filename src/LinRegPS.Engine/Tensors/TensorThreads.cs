using LinRegPS.Kernels.Threading;

namespace LinRegPS;

/// <summary>The threads that work on large tensors, for the whole process.</summary>
public static class TensorThreads
{
    /// <summary>
    /// How many work together, the caller's among them; torch.get_num_threads and torch.set_num_threads. At first one for
    /// each processor that the process may use. Results are the same bits whatever the number.
    /// </summary>
    /// <exception cref="InvalidValueException">A number below 1.</exception>
    public static int Count
    {
        get => Workers.Threads;
        set
        {
            if (value < 1)
                throw Errors.NotPositive(nameof(Count), value);
            Workers.Threads = value;
        }
    }
}
