using System.Reflection;
using System.Runtime.Loader;

namespace LinRegPS.Loading;

/// <summary>
/// Loads what the module depends on from module/bin/dependencies into a context of its own, when it is first needed:
/// another module with another version of MathNet.Numerics or System.Numerics.Tensors neither disturbs this one nor is
/// disturbed.
/// </summary>
internal static class PrivateAssemblies
{
    // The module's own assemblies there are given to the default context; they find their dependencies beside themselves.
    private const string Bridges = "LinRegPS.";

    private static readonly Context s_context = new();
    private static readonly Lock s_lock = new();
    private static int s_sessions;

    /// <summary>From now on the bridges are found. Each session of a process imports the module for itself.</summary>
    public static void Hook()
    {
        lock (s_lock)
        {
            if (s_sessions++ == 0)
                AssemblyLoadContext.Default.Resolving += Resolve;
        }
    }

    /// <summary>Ends it, with the last session that has the module.</summary>
    public static void Unhook()
    {
        lock (s_lock)
        {
            if (s_sessions > 0 && --s_sessions == 0)
                AssemblyLoadContext.Default.Resolving -= Resolve;
        }
    }

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        name.Name!.StartsWith(Bridges, StringComparison.Ordinal) ? s_context.Find(name) : null;

    private sealed class Context() : AssemblyLoadContext("LinRegPS")
    {
        private static readonly string s_folder =
            Path.Combine(Path.GetDirectoryName(typeof(PrivateAssemblies).Assembly.Location)!, "dependencies");

        public Assembly? Find(AssemblyName assemblyName)
        {
            string path = Path.Combine(s_folder, assemblyName.Name + ".dll");
            return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
        }

        protected override Assembly? Load(AssemblyName assemblyName) => Find(assemblyName);
    }
}
