using LinRegPS.Mpi;

namespace LinRegPS.Engine.Tests.Groups;

/// <summary>How a process learns that an mpirun started it, and which library it takes.</summary>
public sealed class MpiStartTests : IDisposable
{
    private static readonly string[] s_variables = ["OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_RANK", "PMI_SIZE", "PMI_RANK", "PMIX_RANK", "SLURM_STEP_NUM_TASKS"];
    private readonly string?[] _before = [.. s_variables.Select(Environment.GetEnvironmentVariable)];

    public void Dispose()
    {
        for (int i = 0; i < s_variables.Length; i++)
            Environment.SetEnvironmentVariable(s_variables[i], _before[i]);
    }

    [Theory]
    [InlineData("", false, false, 1)]
    [InlineData("PMI_RANK=0 PMI_SIZE=3", true, false, 3)]
    [InlineData("PMIX_RANK=1 SLURM_STEP_NUM_TASKS=5", true, false, 5)]
    [InlineData("OMPI_COMM_WORLD_RANK=2 OMPI_COMM_WORLD_SIZE=4 PMI_SIZE=9", true, true, 4)]
    [InlineData("PMIX_RANK=0", true, false, 1)]
    [InlineData("SLURM_STEP_NUM_TASKS=8", false, false, 8)]
    [InlineData("PMI_RANK=first PMI_SIZE=3", false, false, 3)]
    [InlineData("OMPI_COMM_WORLD_SIZE=1", false, true, 1)]
    public void VariablesTellWhoStartedIt(string variables, bool isByMpi, bool isByOpenMpi, int size)
    {
        Set(variables);
        Assert.Equal((isByMpi, isByOpenMpi, size), (MpiStart.IsByMpi, MpiStart.IsByOpenMpi, MpiStart.Size));
    }

    [Fact]
    public void AProcessThatNobodyStartedWithOthersIsAlone()
    {
        Set(string.Empty);
        var group = MpiGroup.Enter("no library is looked for", TimeSpan.FromSeconds(1));
        Assert.Equal((0, 1), (group.Rank, group.Size));
        Assert.Same(group, MpiGroup.Enter(null, TimeSpan.FromSeconds(2)));
    }

    [Theory]
    [InlineData("/no/such/libmpi.so")]
    [InlineData("libc.so.6")]
    public void WhatIsNoLibraryOfMpiIsRefused(string path)
    {
        var error = Assert.Throws<InvalidValueException>(() => MpiLibrary.Load(path));
        Assert.Equal("LinRegPS.NoMpi", error.ErrorId);
        Assert.Contains($"'{path}' is no MPI library", error.Message);
    }

    private static void Set(string variables)
    {
        foreach (string name in s_variables)
            Environment.SetEnvironmentVariable(name, null);
        foreach (string pair in variables.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            Environment.SetEnvironmentVariable(pair.Split('=')[0], pair.Split('=')[1]);
    }
}
