namespace LinRegPS.Tests.Founding;

/// <summary>
/// The founding case as a user writes it. Each script reads $epochs, $scale and $withBias, and writes one array an epoch: epoch,
/// loss, then value and gradient of each parameter.
/// </summary>
internal static class FoundingScripts
{
    /// <summary>Loops over a tensor of the user's own.</summary>
    public static readonly Dictionary<string, string> WithTensors = new()
    {
        ["operators and methods"] = Tensors("""
            $loss = $scale * ($w * $X - $Y).Square().Mean()
            $loss.Backward()
            Invoke-NoGrad { $null = $w.Sub_(0.01 * $w.Grad) }
            ,@($epoch, $loss.Item(), $w.Item(), $w.Grad.Item())
            $w.Grad = $null
            """),
        ["operators and a loss"] = Tensors("""
            $loss = Measure-MseLoss ($w * $X) $Y -Scale $scale
            $loss.Backward()
            Invoke-NoGrad { $null = $w.Sub_(0.01 * $w.Grad) }
            ,@($epoch, $loss.Item(), $w.Item(), $w.Grad.Item())
            $w.Grad = $null
            """),
        ["cmdlets by pipeline"] = Tensors("""
            $loss = $w * $X | Measure-MseLoss -Target $Y -Scale $scale
            $loss | Invoke-Backward
            $w | Step-Sgd -LearningRate 0.01
            ,@($epoch, $loss.Item(), $w.Item(), $w.Grad.Item())
            $w | Clear-Gradient
            """),
    };

    /// <summary>Gradients written out, no autograd: the thread's first program, with its fault and without; w a double, or a float32.</summary>
    public static readonly Dictionary<string, string> ByHand = new()
    {
        ["numpy_buggy"] = HandWithDouble("(2 * $X).Dot($prediction - $Y).Mean().Item()"),
        ["numpy_fixed"] = HandWithDouble("(2 * $X).Dot($prediction - $Y).Item() / 4"),
        ["numpy_fixed_mean"] = HandWithDouble("(2 * $X * ($prediction - $Y)).Mean().Item()"),
        ["numpy_buggy_nep50"] = Hand("(2 * $X).Dot($prediction - $Y).Mean()"),
        ["numpy_fixed_nep50"] = Hand("(2 * $X).Dot($prediction - $Y) / 4"),
        ["numpy_fixed_mean_nep50"] = Hand("(2 * $X * ($prediction - $Y)).Mean()"),
    };

    /// <summary>Makes $model, all zeros.</summary>
    public static readonly Dictionary<string, string> Models = new()
    {
        ["New-LinearModel"] = """
            $start = $withBias ? @{ Weight = 0; Bias = 0 } : @{ Weight = 0; NoBias = $true }
            $model = New-LinearModel 1 1 @start
            """,
        ["New-CustomModel"] = """
            $start = $withBias ? @{ Weight = 0; Bias = 0 } : @{ Weight = 0; NoBias = $true }
            $model = New-CustomModel -Layer @{ lin = New-LinearModel 1 1 @start } -Forward { param($x) $this.lin.Forward($x) }
            """,
        ["a class"] = """
            using namespace LinRegPS
            class LinearRegression : Module {
                [Linear]$lin
                LinearRegression([bool]$bias) { $this.lin = [Linear]::new(1, 1, $bias) }
                [Tensor] Forward([Tensor]$x) { return $this.lin.Forward($x) }
            }
            $model = [LinearRegression]::new($withBias)
            Invoke-NoGrad { foreach ($parameter in Get-ModelParameter $model) { $null = $parameter.Value.Zero_() } }
            """,
        ["a class of parameters"] = """
            using namespace LinRegPS
            class Line : Module {
                [Tensor]$w = (New-Tensor 0 -Shape 1,1 -RequiresGrad)
                [Tensor]$b
                Line([bool]$bias) { if ($bias) { $this.b = New-Tensor 0 -Shape 1 -RequiresGrad } }
                [Tensor] Forward([Tensor]$x) {
                    $y = $x.MatMul($this.w)
                    if ($null -eq $this.b) { return $y }
                    return $y + $this.b
                }
            }
            $model = [Line]::new($withBias)
            """,
    };

    /// <summary>Trains $model.</summary>
    public static readonly Dictionary<string, string> Trainers = new()
    {
        ["methods"] = Loop("""
            $loss = $scale * ($model.Forward($X) - $Y).Square().Mean()
            $model.ZeroGrad()
            $loss.Backward()
            Step-Sgd $model 0.01
            """),
        ["cmdlets by argument"] = Loop("""
            $loss = Measure-MseLoss (Invoke-Model $model $X) $Y -Scale $scale
            Clear-Gradient $model
            Invoke-Backward $loss
            Step-Sgd $model -LearningRate 0.01
            """),
        ["cmdlets by pipeline"] = Loop("""
            Get-ModelParameter $model | Clear-Gradient
            $X | Invoke-Model $model | Measure-MseLoss -Target $Y -Scale $scale | ForEach-Object { $loss = $_; $_ } | Invoke-Backward
            Get-ModelParameter $model | Step-Sgd -LearningRate 0.01
            """),
        ["Invoke-Training"] = Data + """
            Invoke-Training $model $X $Y -LearningRate 0.01 -Epoch $epochs -LossScale $scale | ForEach-Object {
                ,(@($_.Epoch, $_.Loss) + @(foreach ($name in $names) { $_.$name; $_."$name.grad" }))
            }
            """,
    };

    private static string Data => """

        $X = New-Tensor 1,2,3,4 -Shape 4,1
        $Y = New-Tensor 2,4,6,8 -Shape 4,1
        $names = @(Get-ModelParameter $model).Name

        """;

    private static string Tensors(string step) => $$"""
        $X = New-Tensor 1,2,3,4
        $Y = New-Tensor 2,4,6,8
        $w = New-Tensor 0 -RequiresGrad
        foreach ($epoch in 1..$epochs) {
        {{step}}
        }
        """;

    private static string Hand(string gradient) => $$"""
        $X = New-Tensor 1,2,3,4
        $Y = New-Tensor 2,4,6,8
        $w = New-Tensor 0
        foreach ($epoch in 1..$epochs) {
            $prediction = $w * $X
            $loss = ($prediction - $Y).Square().Mean()
            $gradient = {{gradient}}
            $w = $w - 0.01 * $gradient
            ,@($epoch, $loss.Item(), $w.Item(), $gradient.Item())
        }
        """;

    private static string HandWithDouble(string gradient) => $$"""
        $X = New-Tensor 1,2,3,4
        $Y = New-Tensor 2,4,6,8
        $w = 0.0
        foreach ($epoch in 1..$epochs) {
            $prediction = $w * $X
            $loss = ($prediction - $Y).Square().Mean()
            $gradient = {{gradient}}
            $w -= 0.01 * $gradient
            ,@($epoch, $loss.Item(), $w, $gradient)
        }
        """;

    private static string Loop(string step) => Data + $$"""
        foreach ($epoch in 1..$epochs) {
        {{step}}
            ,(@($epoch, $loss.Item()) + @(foreach ($parameter in Get-ModelParameter $model) { $parameter.Value.Item(); $parameter.Gradient.Item() }))
        }
        """;
}
