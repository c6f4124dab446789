using System.Collections;
using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Discovery;

/// <summary>What the module exports, and how.</summary>
public sealed class CommandTests
{
    /// <summary>Every cmdlet, and the types that it says it writes.</summary>
    public static TheoryData<string, string> Cmdlets => new()
    {
        { "Clear-Gradient", "LinRegPS.Tensor LinRegPS.ModelParameter LinRegPS.Module" },
        { "Compare-Gradient", "LinRegPS.Diagnosis.Comparison.GradientComparison" },
        { "Compare-Training", "LinRegPS.Diagnosis.Traces.TrainingComparison" },
        { "Convert-TensorFile", "LinRegPS.DataSet" },
        { "ConvertFrom-Tensor", "System.Single System.Single[] System.Int64 System.Int64[] System.Boolean System.Boolean[] System.Management.Automation.PSObject" },
        { "ConvertTo-Tensor", "LinRegPS.Tensor" },
        { "Debug-Training", "LinRegPS.Diagnosis.Lint.Watching.TrainingFinding" },
        { "Enter-ProcessGroup", "LinRegPS.Groups.ProcessGroup" },
        { "Export-Checkpoint", "System.Void" },
        { "Export-ComputationGraph", "System.IO.FileInfo" },
        { "Export-Model", "System.Void" },
        { "Export-RegressionPlot", "System.IO.FileInfo" },
        { "Export-Tensor", "System.Void" },
        { "Export-TrainingPlot", "System.IO.FileInfo" },
        { "Get-Gradient", "LinRegPS.Tensor" },
        { "Get-ModelParameter", "LinRegPS.ModelParameter" },
        { "Get-TensorThread", "System.Int32" },
        { "Import-Checkpoint", "LinRegPS.Files.Models.CheckpointInfo" },
        { "Import-Model", "LinRegPS.Module System.Collections.IDictionary" },
        { "Import-Tensor", "LinRegPS.Tensor System.Collections.IDictionary LinRegPS.Files.Delimited.TensorTable" },
        { "Import-TrainingTrace", "LinRegPS.Training.TrainingRecord" },
        { "Invoke-Backward", "System.Void" },
        { "Invoke-Model", "LinRegPS.Tensor System.Management.Automation.PSObject" },
        { "Invoke-NoGrad", "System.Object" },
        { "Invoke-Training", "LinRegPS.Training.TrainingRecord" },
        { "Measure-Convergence", "LinRegPS.Diagnosis.Convergence.ConvergenceReport" },
        { "Measure-LinearModel", "LinRegPS.Statistics.Fits.LinearFit LinRegPS.Statistics.Fits.Coefficient LinRegPS.Statistics.Fits.FitStatistics LinRegPS.Statistics.Fits.FittedRow LinRegPS.Statistics.Fits.LinearPrediction" },
        { "Measure-Loss", "LinRegPS.Tensor" },
        { "Measure-Model", "LinRegPS.LayerMeasure" },
        { "Measure-MseLoss", "LinRegPS.Tensor" },
        { "Measure-Tensor", "LinRegPS.ColumnMeasure" },
        { "New-CustomModel", "LinRegPS.CustomModel" },
        { "New-DataLoader", "LinRegPS.Training.DataLoader" },
        { "New-DataSet", "LinRegPS.DataSet" },
        { "New-LearningRateSchedule", "LinRegPS.LearningRateSchedule" },
        { "New-LinearModel", "LinRegPS.Linear" },
        { "New-Optimizer", "LinRegPS.Optimizer" },
        { "New-Scaler", "LinRegPS.Scaler" },
        { "New-SequentialModel", "LinRegPS.Sequential" },
        { "New-Tensor", "LinRegPS.Tensor" },
        { "Search-Training", "LinRegPS.Formatting.SearchResult" },
        { "Set-RandomSeed", "System.Void" },
        { "Set-TensorThread", "System.Void" },
        { "Show-ComputationGraph", "System.String" },
        { "Show-TensorPlot", "System.String" },
        { "Show-TrainingPlot", "System.String" },
        { "Split-DataSet", "LinRegPS.DataSplit" },
        { "Step-Optimizer", "LinRegPS.Tensor LinRegPS.Optimizer" },
        { "Step-Sgd", "LinRegPS.Tensor LinRegPS.ModelParameter LinRegPS.Module" },
        { "Step-Training", "System.Single" },
        { "Sync-Gradient", "LinRegPS.Tensor LinRegPS.ModelParameter LinRegPS.Module" },
        { "Sync-Parameter", "LinRegPS.Tensor LinRegPS.ModelParameter LinRegPS.Module" },
        { "Test-Gradient", "LinRegPS.Diagnosis.FiniteDifferences.GradientCheck" },
        { "Test-Model", "LinRegPS.Commands.ModelTest" },
    };

    [Fact]
    public void ExactlyTheCmdletsAreExported()
    {
        using var session = new ModuleSession();
        Assert.Equal(
            Cmdlets.Select(row => row.Data.Item1),
            session.All<string>("Get-Command -Module LinRegPS | ForEach-Object Name").Order());
        Assert.All(session.All<string>("Get-Command -Module LinRegPS | ForEach-Object { \"$($_.CommandType)\" }"), type => Assert.Equal("Cmdlet", type));
    }

    [Fact]
    public void EachStandsInTheTableOfTheReadme()
    {
        string[] table = [.. File.ReadLines(Path.Combine(Path.GetDirectoryName(Repository.Manifest)!, "README.md")).SkipWhile(line => line != "## The cmdlets").Where(line => line.StartsWith("| `", StringComparison.Ordinal))];
        Assert.All(Cmdlets, cmdlet => Assert.Contains(table, line => line.Contains(cmdlet.Data.Item1, StringComparison.Ordinal)));
    }

    [Fact]
    public void TheManifestsListsAreExplicit()
    {
        using var session = new ModuleSession(import: false);
        session["manifest"] = Repository.Manifest;
        var manifest = session.One<Hashtable>("Import-PowerShellDataFile $manifest");
        Assert.Equal(Cmdlets.Select(row => row.Data.Item1), ((object[])manifest["CmdletsToExport"]!).Order());
        Assert.All(
            ["FunctionsToExport", "AliasesToExport", "VariablesToExport"],
            (string list) => Assert.Empty(Assert.IsType<object[]>(manifest[list])));
        Assert.NotNull(session.Run("Test-ModuleManifest $manifest").Single());
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void EachHasAnApprovedVerbASingularNounAndItsOutputType(string cmdlet, string outputTypes)
    {
        using var session = new ModuleSession();
        session["cmdlet"] = cmdlet;
        Assert.Contains(cmdlet.Split('-')[0], session.All<string>("(Get-Verb).Verb"));
        Assert.DoesNotMatch("[^s]s$", cmdlet);
        Assert.Equal(outputTypes, session.One<string>("(Get-Command $cmdlet).OutputType.Name -join ' '"));
    }

    [Fact]
    public void ImportWarnsOfNothing()
    {
        using var session = new ModuleSession(import: false);
        session["manifest"] = Repository.Manifest;
        using var shell = session.Begin("Import-Module $manifest");
        shell.Invoke();
        Assert.Empty(shell.Streams.Warning);
        Assert.False(shell.HadErrors);
    }
}
