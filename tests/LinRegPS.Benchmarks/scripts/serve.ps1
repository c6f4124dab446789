# Our side of what is measured in a shell: answers the same requests as peers/peer.py, as long as stdin is open.
param([string]$Manifest, [int]$Threads)

if (-not (Get-Module LinRegPS)) { Import-Module $Manifest }
Set-TensorThread $Threads

function Read-Array($argument) {
    $bytes = [System.IO.File]::ReadAllBytes($argument.GetProperty('file').GetString())
    $numbers = [float[]]::new($bytes.Length / 4)
    [Buffer]::BlockCopy($bytes, 0, $numbers, 0, $bytes.Length)
    [int[]]$shape = foreach ($size in $argument.GetProperty('shape').EnumerateArray()) { $size.GetInt32() }
    , [LinRegPS.Tensor]::From($numbers, $shape)
}

# A loop of operators and methods around the step that is given: as text, since a call of a block would be measured too.
function New-FoundingLoop([scriptblock]$step) {
    @{
        Steps      = 1000
        CheckSteps = 10
        Work       = [scriptblock]::Create(@"
            param([int]`$epochs)
            `$X = New-Tensor 1, 2, 3, 4
            `$Y = New-Tensor 2, 4, 6, 8
            `$w = New-Tensor 0 -RequiresGrad
            foreach (`$epoch in 1..`$epochs) {
                `$loss = (`$w * `$X - `$Y).Square().Mean()
                `$loss.Backward()
                $step
                `$w.Grad = `$null
            }
            `$loss.Item(), `$w.Item()
"@)
    }
}

# Each makes a case: Work does a number of steps and gives numbers that the peer must agree with. Steps are measured.
$cases = @{
    founding_operators = { New-FoundingLoop { $null = $w.Detach().Sub_(0.01 * $w.Grad) } }
    founding_no_grad   = { New-FoundingLoop { Invoke-NoGrad { $null = $w.Sub_(0.01 * $w.Grad) } } }
    founding_cmdlets   = {
        @{
            Steps      = 1000
            CheckSteps = 10
            Work       = {
                param([int]$epochs)
                $X = New-Tensor 1, 2, 3, 4 -Shape 4, 1
                $Y = New-Tensor 2, 4, 6, 8 -Shape 4, 1
                $model = New-LinearModel 1 1 -NoBias -Weight 0
                foreach ($epoch in 1..$epochs) {
                    $loss = Measure-MseLoss (Invoke-Model $model $X) $Y
                    Invoke-Backward $loss
                    Step-Sgd $model 0.01
                    Clear-Gradient $model
                }
                $loss.Item(), $model.Weight.Item()
            }
        }
    }
    founding_step      = {
        @{
            Steps      = 1000
            CheckSteps = 10
            Work       = {
                param([int]$epochs)
                $X = New-Tensor 1, 2, 3, 4 -Shape 4, 1
                $Y = New-Tensor 2, 4, 6, 8 -Shape 4, 1
                $model = New-LinearModel 1 1 -NoBias -Weight 0
                foreach ($epoch in 1..$epochs) {
                    $loss = Step-Training $model $X $Y -LearningRate 0.01
                }
                $loss, $model.Weight.Item()
            }
        }
    }
    read_file          = {
        param($arguments)
        $path = $arguments.GetProperty('path').GetString()
        @{
            Steps      = 1
            CheckSteps = 1
            Work       = {
                $tensor = Import-Tensor $path
                $tensor.Numel, $tensor[0].Flatten()[0].Item(), $tensor[-1].Flatten()[-1].Item()
            }.GetNewClosure()
        }
    }
    search             = {
        param($arguments)
        $X = Read-Array $arguments.GetProperty('x')
        $Y = Read-Array $arguments.GetProperty('y')
        $rates = foreach ($rate in $arguments.GetProperty('rates').EnumerateArray()) { $rate.GetDouble() }
        $epochs = $arguments.GetProperty('epochs').GetInt32()
        @{
            Steps      = 1
            CheckSteps = 1
            Work       = {
                $results = Search-Training { Linear 2 1 } $X $Y $rates $epochs -Optimizer Sgd -Full -ThrottleLimit $Threads
                @($results).Count, $results[0].Model.Weight.ToArray()
            }.GetNewClosure()
        }
    }
    least_squares      = {
        param($arguments)
        $X = Read-Array $arguments.GetProperty('x')
        $Y = Read-Array $arguments.GetProperty('y')
        $noBias = -not $arguments.GetProperty('intercept').GetBoolean()
        @{
            Steps      = 1
            CheckSteps = 1
            Work       = { (Measure-LinearModel $X $Y -NoBias:$noBias).Coefficient.Estimate }.GetNewClosure()
        }
    }
}

function Measure-Case($case, [double]$seconds) {
    $times = [System.Collections.Generic.List[double]]::new()
    $total = [System.Diagnostics.Stopwatch]::StartNew()
    do {
        $start = $total.Elapsed.TotalSeconds
        $null = & $case.Work $case.Steps
        $times.Add(($total.Elapsed.TotalSeconds - $start) / $case.Steps)
    } while ($total.Elapsed.TotalSeconds -lt $seconds)
    $times.Sort()
    ($times[($times.Count - 1) -shr 1] + $times[$times.Count -shr 1]) / 2
}

function Write-Answer([string]$json) {
    [Console]::Out.WriteLine($json)
    [Console]::Out.Flush()
}

Write-Answer "{""versions"": ""PowerShell $($PSVersionTable.PSVersion) ($($Host.Name), $([System.Runtime.InteropServices.RuntimeInformation]::FrameworkDescription))""}"
$prepared = @{}
while ($null -ne ($line = [Console]::In.ReadLine())) {
    $request = [System.Text.Json.JsonDocument]::Parse($line).RootElement
    $id = [System.Text.Json.JsonElement]::new()
    if ($request.TryGetProperty('prepare', [ref]$id)) {
        $case = & $cases[$request.GetProperty('case').GetString()] $request.GetProperty('arguments')
        $prepared[$id.GetInt32()] = $case
        $numbers = foreach ($number in & $case.Work $case.CheckSteps | ForEach-Object { $_ }) { ([double]$number).ToString('R', [cultureinfo]::InvariantCulture) }
        Write-Answer "{""check"": [$($numbers -join ', ')]}"
    }
    elseif ($request.TryGetProperty('measure', [ref]$id)) {
        $seconds = Measure-Case $prepared[$id.GetInt32()] $request.GetProperty('seconds').GetDouble()
        Write-Answer "{""seconds"": $($seconds.ToString('R', [cultureinfo]::InvariantCulture))}"
    }
    else {
        $prepared.Clear()
        $case = $null
        [GC]::Collect()
        Write-Answer '{}'
    }
}
