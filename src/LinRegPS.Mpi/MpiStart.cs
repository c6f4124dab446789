namespace LinRegPS.Mpi;

/// <summary>How the process was started: by an MPI, with others, or by itself. Loads nothing.</summary>
internal static class MpiStart
{
    // What each MPI's mpirun tells the processes it starts: how many there are, and how many of them on this machine.
    private static readonly string[] s_sizes = ["OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "SLURM_STEP_NUM_TASKS"];
    private static readonly string[] s_ranks = ["OMPI_COMM_WORLD_RANK", "PMI_RANK", "PMIX_RANK"];

    /// <summary>Whether an MPI started it.</summary>
    public static bool IsByMpi => s_ranks.Any(name => Number(name) is not null);

    /// <summary>Whether it was Open MPI.</summary>
    public static bool IsByOpenMpi => Number(s_sizes[0]) is not null;

    /// <summary>How many processes there are; 1 where nobody says.</summary>
    public static int Size => s_sizes.Select(Number).FirstOrDefault(size => size is not null) ?? 1;

    private static int? Number(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), out int number) ? number : null;
}
