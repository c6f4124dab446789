using System.Diagnostics;
using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Isolation;

/// <summary>A training whose process is killed goes on from its checkpoint with the bits of one that was not. LINREGPS_KILLS says how often it is killed.</summary>
public sealed class KilledTrainingTests
{
    private const int Usual = 3;

    [Fact]
    public void AKilledTrainingGoesOnWithTheSameBits()
    {
        int kills = int.TryParse(Environment.GetEnvironmentVariable("LINREGPS_KILLS"), out int wanted) ? wanted : Usual;
        string folder = Directory.CreateTempSubdirectory("LinRegPS").FullName;
        try
        {
            string file = Path.Combine(folder, "run.ckpt"), result = Path.Combine(folder, "result");
            // About 15 ms an epoch: long enough to be killed in, before the end.
            string script = $$"""
                function Invoke-It($path, $extra, $pause) {
                    $X = New-Tensor -Normal -Shape 60,3 -Seed 1
                    $model = New-SequentialModel { Linear 3 16; Tanh; BatchNorm1d 16; Dropout 0.2; Linear 16 1 } -Seed 0
                    $null = Invoke-Training $model $X $X.Sum(1).Reshape(60, 1) 0.01 {{60 * kills}} -BatchSize 7 -Shuffle -Seed 5 -Optimizer Adam -Schedule ExponentialLR -ScheduleSetting @{ Gamma = 0.99 } -Patience 50 -CheckpointPath $path -TensorBoardPath "$path.events" @extra -OnEpoch { Start-Sleep -Milliseconds $pause } -WarningAction SilentlyContinue
                    ($model.StateDict().Values | ForEach-Object { $_.Float().ToArray() }) -join ' '
                }

                """;
            int killed = 0;
            for (int kill = 0; kill < kills; kill++)
                killed += Run(script + $"[IO.File]::WriteAllText('{result}', (Invoke-It '{file}' @{{ Resume = $true }} 15))", file, new Random(kill).Next(30, 700)) ? 1 : 0;
            Assert.True(killed > 0, "No training was killed.");
            using var session = new ModuleSession();
            session.Run(script);
            Assert.Equal(
                session.One<string>($"Invoke-It '{Path.Combine(folder, "whole.ckpt")}' @{{ }} 0"),
                session.One<string>($"Invoke-It '{file}' @{{ Resume = $true }} 0"));
            // What it logged for TensorBoard is that of one training too.
            const string logged = "$ErrorActionPreference = 'Stop'; (Import-TrainingTrace $file -WarningAction SilentlyContinue | ForEach-Object { \"$($_.Epoch) $($_.Loss) $($_.LearningRate)\" }) -join ';'";
            string Logged(string name) => session.One<string>(logged.Replace("$file", $"'{Path.Combine(folder, name)}.ckpt.events'", StringComparison.Ordinal));
            Assert.Equal(Logged("whole"), Logged("run"));
            Assert.True(Directory.GetFiles(file + ".events").Length > 1);
            Assert.Equal(["run.ckpt", "whole.ckpt"], Directory.GetFiles(folder, "*.ckpt").Select(Path.GetFileName).Order());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Whether it was killed before its end, some time after it has written something.
    private static bool Run(string script, string file, int milliseconds)
    {
        var before = File.GetLastWriteTimeUtc(file);
        using var training = Process.Start(new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [Repository.Program("tests/LinRegPS.Tests/OlderMathNet", "LinRegPS.Tests.OlderMathNet"), Repository.Manifest, script])
        {
            RedirectStandardOutput = true,
        })!;
        for (int waited = 0; !training.HasExited && File.GetLastWriteTimeUtc(file) == before; waited++)
        {
            Assert.True(waited < 6000, "Nothing was written.");
            Thread.Sleep(10);
        }
        bool ended = training.WaitForExit(milliseconds);
        if (!ended)
            training.Kill();
        training.WaitForExit();
        return !ended;
    }
}
