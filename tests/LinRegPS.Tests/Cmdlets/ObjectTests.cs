using LinRegPS.Tests.Hosting;
using Xunit;

namespace LinRegPS.Tests.Cmdlets;

/// <summary>
/// Everything that the module hands out, in the hands of PowerShell's own cmdlets and operators: what they make of each. LanguageTests
/// has the tensor's own arithmetic, comparison and indices.
/// </summary>
public sealed class ObjectTests : IClassFixture<ObjectSession>
{
    private readonly ObjectSession _fixture;

    public ObjectTests(ObjectSession fixture) => _fixture = fixture;

    public static TheoryData<string, string> Rows => new()
    {
        // One object stays one: no pipeline, loop or array takes it apart, but a loader and a batch, which say so.
        { "@($o | ForEach-Object { $_ }).Count", "1" },
        { "@($o).Count; @(foreach ($each in $o) { 1 }).Count; (, $o).Count", "1 1 1" },
        { "[object]::ReferenceEquals(($o | Select-Object -First 1 | ForEach-Object { $_.PSObject.BaseObject }), $o.PSObject.BaseObject)", "True" },
        { "$o | ForEach-Object GetType | ForEach-Object Name", "$name" },
        { "@($o, $o | Where-Object { $null -ne $_ }).Count; @(, $o | Select-Object -Skip 1).Count; @($o, $o | Select-Object -Last 1).Count", "2 0 1" },
        { "@($o | Tee-Object -Variable tee).Count; [object]::ReferenceEquals($tee.PSObject.BaseObject, $o.PSObject.BaseObject)", "1 True" },
        { "@(Write-Output $o).Count; (Write-Output $o).GetType().Name", "1 $name" },
        { "Set-Variable held $o; (Get-Variable held -ValueOnly).GetType().Name", "$name" },
        { "(Invoke-Command { param($given) $given.GetType().Name } -ArgumentList $o)", "$name" },
        { "(Get-Random -InputObject $o, $o).GetType().Name", "$name" },
        { "(& { param($Given) $Given.GetType().Name } @{ Given = $o }.Given); $splat = @{ Given = $o }; & { param($Given) $Given.GetType().Name } @splat", "$name $name" },
        { "$list = [Collections.Generic.List[object]]::new(); $list.Add($o); $list.Count; $array = @(); $array += $o; $array.Count; @($o) + @($o) | Measure-Object | ForEach-Object Count", "1 1 2" },
        { "$hash = @{ $o = 1 }; $hash[$o]", "1" },
        { "(New-Object PSObject -Property @{ a = $o }).a.GetType().Name; [pscustomobject]@{ a = $o } | ForEach-Object { $_.a.GetType().Name }", "$name $name" },
        { "$null = $o | Out-Null; $o > $null; [void]$o; 'quiet'", "quiet" },
        { "$o | ForEach-Object -Parallel { $_.GetType().Name }", "$name" },
        { "($o | Add-Member Note 5 -PassThru).Note; $o.PSObject.Properties.Remove('Note')", "5" },
        { "$first, $rest = $o; $first.GetType().Name; $null -eq $rest", "$name True" },
        { "switch ($o) { { $null -ne $_ } { 'found' } }", "found" },
        { "($o ?? 'none').GetType().Name; ${o}?.GetType().Name", "$name $name" },

        // What is the same is found, and what differs is told apart.
        { "$o -eq $o; $o -ne $o; $null -eq $o; $o -eq $null; $o -in 1, $o; @(1, $o) -contains $o; $o -notin 1, 2", "True False False False True True True" },
        { "@($o, $o | Group-Object).Count; @($o, $o | Select-Object -Unique).Count; @($o, $o | Get-Unique).Count; @($o, $o | Sort-Object -Unique).Count; @($o, $o | Sort-Object).Count", "1 1 1 1 2" },
        { "@(Compare-Object $o $o).Count; @(Compare-Object $o $other).Count; @(Compare-Object $o $other -IncludeEqual -ExcludeDifferent).Count", "0 2 0" },
        { "@($o, $other, $o | Group-Object).Count; @($o, $other, $o | Select-Object -Unique).Count; @($o, $other | Get-Unique).Count", "2 2 2" },
        { "$o, $other | Measure-Object | ForEach-Object Count", "2" },
        { "$o -eq $other; $o -is $o.GetType(); $o -isnot [string]; $o -is [array]", "False True True False" },

        // As text: what it is, never the name of its class alone.
        { "\"$o\".Length -gt 3; \"$o\" -eq $o.GetType().FullName; \"$o\" -ceq [string]$o; ('{0}' -f $o) -ceq \"$o\"; ($o -as [string]) -ceq \"$o\"", "True False True True True" },
        { "($o -join ', ') -ceq \"$o\"; ($o | Join-String) -ceq \"$o\"; ('a' + $o) -ceq \"a$o\"; (-join $o) -ceq \"$o\"", "True True True True" },
        { "(Write-Host $o 6>&1 | Out-String).Trim() -ceq \"$o\".Replace(\"`r\", ''); (& { [CmdletBinding()]param() Write-Verbose \"$o\" -Verbose 4>&1 } | Out-String).Trim().Length -gt 3", "True True" },
        { "$o -like '*[0-9=(]*'; $o -match '\\d'; ($o -replace '\\d', '#') -eq \"$o\"; @($o | Select-String '\\d').Count", "fit: False False True 0 | finding: False False True 0 | True True False 1" },
        { "($o -split 'never').Count", "1" },
        { "foreach ($cut in 'Format-Table', 'Format-List', 'Format-Wide', 'Format-Custom', 'Out-String') { ($o | & $cut | Out-String -Width 80).Trim().Length -gt 0 -and ($o | & $cut | Out-String -Width 80) -notmatch 'Exception|System\\.Object' }", "True True True True True" },
        { "$o | Out-File $file; (Get-Content $file -Raw).Trim() -eq ($o | Out-String).Trim()", "True" },

        // Through other formats: every name once, and it can be read again.
        { "$read = $o | ConvertTo-Json -Depth 3 -WarningAction Ignore | ConvertFrom-Json; @($read).Count; @($read.PSObject.Properties).Count -gt 0", "1 True" },
        { "$read = $o | ConvertTo-Csv | ConvertFrom-Csv; @($read).Count; $o | Export-Csv $file; @(Import-Csv $file).Count", "1 1" },
        { "@($o | ConvertTo-Html -Fragment).Count -gt 3; ($o | ConvertTo-Xml).Objects.ChildNodes.Count; [xml]($o | ConvertTo-Xml -As String) -is [xml]", "True 1 True" },
        { "$o | Export-Clixml $file; @(Import-Clixml $file).Count", "1" },
        { "@($o | Get-Member -MemberType Properties).Count -gt 0; @($o | Get-Member).Name -contains 'GetType'", "True True" },
        { "@(($o | Select-Object *).PSObject.Properties).Count -gt 0", "True" },

        // Arithmetic is for tensors: all else says that it has none, and nothing comes of it.
        { "$o + 1", "tensor: tensor([2., 3., 4.]) | error: does not contain a method named 'op_Addition'" },
        { "$o - 1", "tensor: tensor([0., 1., 2.]) | error: 'op_Subtraction'" },
        { "$o * 2", "tensor: tensor([2., 4., 6.]) | error: 'op_Multiply'" },
        { "$o / 2", "tensor: tensor([0.5000, 1.0000, 1.5000]) | error: 'op_Division'" },
        { "-$o", "tensor: tensor([-1., -2., -3.]) | error: 'op_" },
        { "+$o", "tensor: tensor([1., 2., 3.]) | error: 'op_" },
        { "$held = $o; $held += 1; \"$held\"", "tensor: tensor([2., 3., 4.]) | error: 'op_Addition'" },
        { "$held = $o; $held++", "error: works only on numbers" },
        { "$o -band 1", "error: 'op_BitwiseAnd'" },
        { "1..$o", "error: " },
        { "[int]$o", "error: " },
        { "[datetime]$o", "error: " },

        // Whether it is true: an object is; a tensor of several elements is neither.
        { "if ($o) { 'yes' } else { 'no' }; !$o; $o -and $true", "tensor: error: neither true nor false | yes False True" },
        { "$o[0].GetType().Name", "tensor: Tensor | network: Linear | $name" },
        { "$null -eq $o[1]", "tensor: False | network: False | dataset: False | True" },
        { "$o.Count", "tensor: 3 | network: 3 | dataset: 3 | column: 3 | 1" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void IsRightOrAClearErrorForEach(string script, string expected)
    {
        string[] wrong = [.. ObjectSession.Kinds.Select(kind => Difference(kind, script, Of(kind, expected))).OfType<string>()];
        Assert.True(wrong.Length == 0, string.Join(Environment.NewLine, wrong));
    }

    // PowerShell takes it apart as it does a list.
    [Theory]
    [InlineData("@($o | ForEach-Object { $_ }).Count; @($o).Count; @(foreach ($batch in $o) { $batch }).Count", "2 2 2")]
    [InlineData("foreach ($batch in $o) { $batch.Input.Shape[0] }; $o | ForEach-Object Rows; ($o | Select-Object -First 1).ToString()", "2 1 2 1 Batch(input [2,2], target [2,1])")]
    [InlineData("$o.Count; $null -eq $o.Input; \"$o\"; if ($o) { 'yes' }", "2 True Batch(input [2,2], target [2,1]) Batch(input [1,2], target [1,1]) yes")]
    [InlineData("@(Compare-Object $o $o).Count; @($o | Group-Object).Count; @($o, $o | Select-Object -Unique).Count", "0 2 1")]
    [InlineData("($o | ConvertTo-Csv | ConvertFrom-Csv).Rows; ($o | Measure-Object Rows -Sum).Sum; @($o | Sort-Object Rows)[0].Rows", "2 1 3 1")]
    [InlineData("$first, $rest = $o; $first.GetType().Name; $null -eq $rest", "DataLoader True")]
    [InlineData("@($o + 1).Count; @(, $o).Count; (, $o)[0].ToString()", "3 1 DataLoader(3 rows, 2 batches of 2)")]
    [InlineData("$o[0]", "error: has no batch by number")]
    [InlineData("$o[1].Input", "error: has no batch by number")]
    [InlineData("@($o)[1].Rows", "1")]
    [InlineData("(New-LinearModel 2 1).Forward($o.Input)", "error: a data loader where one of its batches is meant")]
    public void ALoaderIsItsBatchesOrItself(string script, string expected)
    {
        _fixture.Session["script"] = script;
        string given = _fixture.Session.One<string>("$o = New-DataLoader $set -BatchSize 2; try { @(& ([scriptblock]::Create($script))) -join ' ' } catch { \"error: $_\" }");
        Assert.True(expected.StartsWith("error: ", StringComparison.Ordinal) ? given.StartsWith("error: ", StringComparison.Ordinal) && given.Contains(expected["error: ".Length..]) : given == expected, given);
    }

    // Rows by their numbers, as a tensor has its own: an index that there is not is no row, and never the data set itself.
    [Theory]
    [InlineData("\"$($o[0])\"; \"$($o[0].Input)\"; \"$($o[-1].Target)\"", "DataSet(1 rows, input [1,2], target [1,1]) tensor([[1., 2.]]) tensor([[4.]])")]
    [InlineData("\"$($o[0..1].Target.ToArray())\"; \"$($o[2,0].Target.ToArray())\"; \"$($o['1:'].Target.ToArray())\"; $o['::2'].Count", "1 2 4 1 2 4 2")]
    [InlineData("foreach ($i in 0..($o.Count - 1)) { $o[$i].Target.Item() }", "1 2 4")]
    [InlineData("$o[(New-Tensor 0,2)].Count; $o[$o.Target.Flatten().Gt(1)].Count; $o[1.0].Count; $o[[long]1].Count", "2 2 1 1")]
    [InlineData("$o[3]", "error: Index 3 is outside dimension 0 of shape [3,2]")]
    [InlineData("$o[-4]", "error: Index -4 is outside")]
    [InlineData("$o[$null]", "error: null is not an index")]
    [InlineData("$o['a']", "error: 'a' is not an index")]
    [InlineData("$o[0,3]", "error: index[1] is 3")]
    [InlineData("\"$($stored[1].Input)\"", "tensor([[3.]])")]
    [InlineData("$stored[3]", "error: Index 3 is outside dimension 0 of shape [3]")]
    public void RowsOfADataSetHaveNumbers(string script, string expected)
    {
        _fixture.Session["script"] = script;
        string given = _fixture.Session.One<string>("$o = $set; $stored = Convert-TensorFile $csv \"$file.safetensors\" -Target y -Force; try { @(& ([scriptblock]::Create($script))) -join ' ' } catch { \"error: $_\" }");
        Assert.True(expected.StartsWith("error: ", StringComparison.Ordinal) ? given.StartsWith("error: ", StringComparison.Ordinal) && given.Contains(expected["error: ".Length..]) : given == expected, given);
    }

    // Whose Input would be nothing, without a word.
    [Theory]
    [InlineData("New-DataLoader $set -BatchSize 2 | ForEach-Object { $_.Input }", "Input")]
    [InlineData("foreach ($batch in New-DataLoader $set -BatchSize 2) { $batch.Target }", "Target")]
    [InlineData("$o = New-DataLoader $set -BatchSize 2; $o.Input", "Input")]
    [InlineData("(New-DataLoader $set -BatchSize 2) | ForEach-Object { $_.Input.Shape.ToString() }; New-DataLoader $set -BatchSize 2 | Step-Training $line -LearningRate 0 | Out-String", null)]
    public void ALoaderThatIsTakenForABatchSaysSo(string script, string? name)
    {
        using var shell = _fixture.Session.Begin(script);
        shell.Invoke();
        string[] warnings = [.. shell.Streams.Warning.Select(warning => warning.Message)];
        Assert.Equal(name is null ? [] : [$"This is the data loader itself, DataLoader(3 rows, 2 batches of 2), and no batch, of which {name} is: foreach ($batch in $loader) gives batches, and so does $loader | ForEach-Object; of New-DataLoader in the same line with parentheses around it."], warnings);
    }

    private string? Difference(string kind, string script, string expected)
    {
        _fixture.Session["kind"] = kind;
        _fixture.Session["script"] = script;
        string given = _fixture.Session.One<string>("$o = $things[$kind]; $other = $others[$kind]; try { @(& ([scriptblock]::Create($script))) -join ' ' } catch { \"error: $_\" }");
        expected = expected.Replace("$name", _fixture.Session.One<string>("$things[$kind].GetType().Name"));
        bool isRight = expected.StartsWith("error: ", StringComparison.Ordinal)
            ? given.StartsWith("error: ", StringComparison.Ordinal) && given.Contains(expected["error: ".Length..])
            : given == expected;
        return isRight ? null : $"{kind}: '{given}', not '{expected}'";
    }

    // tensor: a | model: b | for all others.
    private static string Of(string kind, string expected)
    {
        string[] parts = expected.Split(" | ");
        return Array.Find(parts, part => part.StartsWith(kind + ": ", StringComparison.Ordinal))?[(kind.Length + 2)..] ?? parts[^1];
    }
}

/// <summary>A session with one of each, and another of each that differs in its numbers alone.</summary>
public sealed class ObjectSession : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("LinRegPS").FullName;

    public ObjectSession()
    {
        Session["file"] = Path.Combine(_folder, "file");
        Session["csv"] = Path.Combine(_folder, "table.csv");
        Session["log"] = Path.Combine(_folder, "log.csv");
        File.WriteAllLines(Path.Combine(_folder, "table.csv"), ["x,y", "1,2", "3,5", "4,7"]);
        File.WriteAllLines(Path.Combine(_folder, "log.csv"), ["epoch,train_loss", "0,2.5", "1,1.5", "2,0.5"]);
        Session.Run("""
            $X = New-Tensor (1,2),(3,4),(5,7); $Y = New-Tensor 1,2,4 -Shape 3,1; $Z = New-Tensor 1,2,5 -Shape 3,1
            $network = { New-SequentialModel { Linear 2 3; Tanh; Linear 3 1 } -Seed $args[0] }
            $set = New-DataSet $X $Y; $line = New-LinearModel 2 1 -Seed 0; $loader = New-DataLoader $set -BatchSize 2
            $things = [ordered]@{
                tensor = New-Tensor 1,2,3
                model = New-LinearModel 2 1 -Seed 0
                network = & $network 0
                custom = New-CustomModel @{ lin = New-LinearModel 2 1 -Seed 0 } { param($x) $this.lin.Forward($x) }
                parameter = Get-ModelParameter (New-LinearModel 2 1 -Seed 0) -Name weight
                record = (Invoke-Training (New-LinearModel 2 1 -Seed 0) $X $Y 0.001 3)[0]
                fit = Measure-LinearModel (1,2,3,4) (1,2,4,5)
                coefficient = (Measure-LinearModel (1,2,3,4) (1,2,4,5)).Coefficient[1]
                dataset = New-DataSet $X $Y
                test = Test-Model (New-LinearModel 2 1 -Seed 0) $X $Y -Metric R2
                layer = Measure-Model (& $network 0) -InputShape 2 | Select-Object -First 1
                finding = Debug-Training (New-LinearModel 2 1 -Seed 0) $X $Y -LearningRate 1 -Epoch 20 3>$null | Select-Object -First 1
                convergence = Measure-Convergence $X -Target $Y -LearningRate 0.01
                gradient = Test-Gradient { param($w) $w * $w } (New-Tensor 2 -RequiresGrad)
                split = (Split-DataSet $set -Fold 3 -Seed 0)[0]
                row = (Measure-LinearModel (1,2,3,4) (1,2,4,5)).Row[1]
                prediction = (Measure-LinearModel (1,2,3,4) (1,2,4,5)).Predict(5)[0]
                comparison = Compare-Gradient (New-Tensor 1,2) (New-Tensor 1,2.5)
                optimizer = New-Optimizer Adam $line
                batch = @($loader | ForEach-Object { $_ })[0]
                scaler = New-Scaler $set
                table = Import-Tensor $csv -Target y
                column = Measure-Tensor $X | Select-Object -First 1
                compared = Compare-Training (Invoke-Training (New-LinearModel 2 1 -Seed 0) $X $Y 0.001 3) (Invoke-Training (New-LinearModel 2 1 -Seed 0) $X $Y 0.002 3)
                schedule = New-LearningRateSchedule ExponentialLR (New-Optimizer Adam $line) -Gamma 0.9
                search = Search-Training { Linear 2 1 } $set 0.1 2 -Seed 0 -ValidationShare 0.4
                trace = (Import-TrainingTrace $log)[0]
                group = Enter-ProcessGroup
            }
            $others = @{
                tensor = New-Tensor 1,2,3.0000002
                model = New-LinearModel 2 1 -Seed 1
                network = & $network 1
                custom = New-CustomModel @{ lin = New-LinearModel 2 1 -Seed 1 } { param($x) $this.lin.Forward($x) }
                parameter = Get-ModelParameter (New-LinearModel 2 1 -Seed 1) -Name weight
                record = (Invoke-Training (New-LinearModel 2 1 -Seed 1) $X $Y 0.001 3)[0]
                fit = Measure-LinearModel (1,2,3,4) (1,2,4,6)
                coefficient = (Measure-LinearModel (1,2,3,4) (1,2,4,6)).Coefficient[1]
                dataset = New-DataSet $X $Z
                test = Test-Model (New-LinearModel 2 1 -Seed 0) $X $Z -Metric R2
                layer = Measure-Model (& $network 0) -InputShape 2 | Select-Object -Last 1
                finding = Debug-Training (New-LinearModel 2 1 -Seed 0) $X $Y -LearningRate 10 -Epoch 20 3>$null | Select-Object -First 1
                convergence = Measure-Convergence $X -Target $Z -LearningRate 0.02
                gradient = Test-Gradient { param($w) $w * $w } (New-Tensor 3 -RequiresGrad)
                split = (Split-DataSet $set -Fold 3 -Seed 0)[1]
                row = (Measure-LinearModel (1,2,3,4) (1,2,4,5)).Row[2]
                prediction = (Measure-LinearModel (1,2,3,4) (1,2,4,5)).Predict(6)[0]
                comparison = Compare-Gradient (New-Tensor 1,2) (New-Tensor 1,2.7)
                optimizer = New-Optimizer Adam $line
                batch = @($loader | ForEach-Object { $_ })[1]
                scaler = New-Scaler $set MinMax
                table = Import-Tensor $csv -Target x
                column = Measure-Tensor $X | Select-Object -Last 1
                compared = Compare-Training (Invoke-Training (New-LinearModel 2 1 -Seed 0) $X $Y 0.001 3) (Invoke-Training (New-LinearModel 2 1 -Seed 0) $X $Y 0.003 3)
                schedule = New-LearningRateSchedule StepLR (New-Optimizer Adam $line) -StepSize 2
                search = Search-Training { Linear 2 1 } $set 0.2 2 -Seed 0 -ValidationShare 0.4
                trace = (Import-TrainingTrace $log)[1]
                group = 'a process has but one'
            }
            """);
    }

    public static string[] Kinds { get; } =
        ["tensor", "model", "network", "custom", "parameter", "record", "fit", "coefficient", "dataset", "test", "layer", "finding", "convergence", "gradient", "split", "optimizer", "row", "prediction", "comparison",
        "batch", "scaler", "table", "column", "compared", "schedule", "search", "trace", "group"];

    internal ModuleSession Session { get; } = new();

    public void Dispose()
    {
        Session.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
