using System.Diagnostics;
using System.Globalization;
using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Isolation;

/// <summary>A training of two ranks of which one is killed goes on from its checkpoint with the bits of one that was not. LINREGPS_KILLS says how often that happens.</summary>
public sealed class KilledGroupTests
{
    private const int Usual = 2;

    [Fact]
    public void ATrainingWhoseRankIsKilledGoesOnWithTheSameBitsInAnyNumberOfRanks()
    {
        int kills = int.TryParse(Environment.GetEnvironmentVariable("LINREGPS_KILLS"), out int wanted) ? wanted : Usual;
        string folder = Directory.CreateTempSubdirectory("LinRegPS").FullName;
        try
        {
            string file = Path.Combine(folder, "run.ckpt");
            // Draws, buffers, momenta and a schedule, all of which the checkpoint has to keep.
            string script = $$"""
                function Invoke-It($path, $extra, $pause) {
                    $X = New-Tensor -Normal -Shape 60,3 -Seed 1
                    $model = New-SequentialModel { Linear 3 16; Tanh; BatchNorm1d 16; Dropout 0.2; Linear 16 1 } -Seed 0
                    $null = Invoke-Training $model $X $X.Sum(1).Reshape(60, 1) 0.01 {{40 * kills}} -BatchSize 20 -Shuffle -Seed 5 -Part 4 -Optimizer Adam -Schedule ExponentialLR -ScheduleSetting @{ Gamma = 0.99 } -Patience 50 -CheckpointPath $path @extra -OnEpoch { Start-Sleep -Milliseconds $pause } -WarningAction SilentlyContinue
                    ($model.StateDict().Values | ForEach-Object { $_.Float().ToArray() }) -join ' '
                }

                """;
            string together = script + $$"""
                $group = Enter-ProcessGroup -TimeoutSecond 60
                [IO.File]::WriteAllText("{{folder}}/$($group.Rank).pid", $PID)
                $null = Invoke-It '{{file}}' @{ Resume = $true; ProcessGroup = $group } 15
                """;
            int killed = 0;
            for (int kill = 0; kill < kills; kill++)
                killed += Kill(together, folder, file, new Random(kill)) ? 1 : 0;
            // Of more than a few nearly all find a training that runs.
            Assert.True(killed > 0 && (kills < 10 || killed > kills * 0.8), $"Of {kills} times {killed} ranks were killed.");
            using var session = new ModuleSession();
            session.Run(script);
            Assert.Equal(
                session.One<string>($"Invoke-It '{Path.Combine(folder, "whole.ckpt")}' @{{ }} 0"),
                session.One<string>($"Invoke-It '{file}' @{{ Resume = $true }} 0"));
            Assert.Equal(["run.ckpt", "whole.ckpt"], Directory.GetFiles(folder, "*.ckpt").Select(Path.GetFileName).Order());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Whether a rank was killed before the end, some time after something was written; all end with it.
    private static bool Kill(string script, string folder, string file, Random random)
    {
        var before = File.GetLastWriteTimeUtc(file);
        using var training = Mpirun.Start(2, script);
        for (int waited = 0; !training.HasEnded && File.GetLastWriteTimeUtc(file) == before; waited++)
        {
            Assert.True(waited < 6000, "Nothing was written.");
            Thread.Sleep(10);
        }
        Thread.Sleep(random.Next(30, 700));
        if (training.HasEnded)
            return false;
        using (var rank = Process.GetProcessById(int.Parse(File.ReadAllText(Path.Combine(folder, $"{random.Next(2)}.pid")), CultureInfo.InvariantCulture)))
            rank.Kill();
        Assert.NotEqual(0, training.Result(seconds: 30).ExitCode);
        return true;
    }
}
