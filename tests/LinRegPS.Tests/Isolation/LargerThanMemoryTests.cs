using System.Globalization;
using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Isolation;

/// <summary>Trainings over files ten times as large as the memory that the process may have.</summary>
public sealed class LargerThanMemoryTests
{
    private const int HeapMegabytes = 40;

    [Theory]
    [InlineData("")]
    [InlineData("-Shuffle -Seed 3")]
    public void ATrainingOverAFileTenTimesTheMemoryHasTheBitsOfOneInMemory(string order)
    {
        string folder = Directory.CreateTempSubdirectory("LinRegPS").FullName;
        try
        {
            // 404 MB.
            Write(Path.Combine(folder, "X.npy"), 1_010_000, 100, 1);
            Write(Path.Combine(folder, "y.npy"), 1_010_000, 1, 2);
            string training = $$"""
                $data = New-DataSet -Path '{{Path.Combine(folder, "X.npy")}}' -TargetPath '{{Path.Combine(folder, "y.npy")}}'
                {0}
                $model = New-LinearModel 100 1 -Seed 0
                $loader = New-DataLoader $data 5000 {{order}} -BlockSize 160
                $null = Invoke-Training $model $loader 0.001 1
                $model.Weight.ToArray() -join ' '
                """;
            string program = Repository.Program("tests/LinRegPS.Tests/OlderMathNet", "LinRegPS.Tests.OlderMathNet");
            var limit = new Dictionary<string, string?> { ["DOTNET_GCHeapHardLimit"] = (HeapMegabytes << 20).ToString("x", CultureInfo.InvariantCulture) };
            var limited = ChildProcess.RunAssembly(limit, program, Repository.Manifest, training.Replace("{0}", string.Empty));
            Assert.Equal((0, string.Empty), (limited.ExitCode, limited.Error));
            // In memory it does not fit.
            var tooLarge = ChildProcess.RunAssembly(limit, program, Repository.Manifest, training.Replace("{0}", "$data = $data.Load()"));
            Assert.Contains("memory", tooLarge.Error + tooLarge.Output, StringComparison.OrdinalIgnoreCase);
            using var session = new ModuleSession();
            Assert.Equal(session.One<string>(training.Replace("{0}", "$data = $data.Load()")), limited.Lines[0]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Write(string path, int rows, int columns, int seed)
    {
        using var stream = File.Create(path);
        string head = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({rows}, {columns}), }}".PadRight(117) + "\n";
        stream.Write([0x93, .. "NUMPY"u8, 1, 0, 118, 0]);
        stream.Write(System.Text.Encoding.ASCII.GetBytes(head));
        var random = new Random(seed);
        float[] block = new float[10_000 * columns];
        for (int i = 0; i < block.Length; i++)
            block[i] = (float)random.NextDouble() - 0.5f;
        for (int i = 0; i < rows / 10_000; i++)
        {
            // Each block is another.
            for (int j = 0; j < 1000; j++)
                block[random.Next(block.Length)] += 0.25f;
            stream.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(block));
        }
    }
}
