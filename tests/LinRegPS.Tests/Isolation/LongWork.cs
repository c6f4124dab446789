namespace LinRegPS.Tests.Isolation;

/// <summary>Work for scripts that is over when it is stopped, and by itself only after a minute.</summary>
public static class LongWork
{
    // The module's assemblies are those that the session has loaded.
    private static readonly Lazy<Action> s_check = new(() => AppDomain.CurrentDomain.GetAssemblies()
        .Single(assembly => assembly.GetName().Name == "LinRegPS.Kernels")
        .GetType("LinRegPS.Kernels.Threading.Interruption")!.GetMethod("CheckLong")!.CreateDelegate<Action>());

    /// <summary>Is set when it has begun.</summary>
    public static ManualResetEventSlim Begun { get; } = new();

    /// <summary>Whether the last one was ended on its way.</summary>
    public static bool WasEnded { get; private set; }

    /// <summary>Does as a large operation does: asks between its parts.</summary>
    public static void Run()
    {
        Begun.Set();
        try
        {
            for (int part = 0; part < 60_000; part++)
            {
                s_check.Value();
                Thread.Sleep(1);
            }
            WasEnded = false;
        }
        catch
        {
            WasEnded = true;
            throw;
        }
    }
}
