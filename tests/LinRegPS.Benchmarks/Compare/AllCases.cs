using LinRegPS.Benchmarks.Compare.Cases;

namespace LinRegPS.Benchmarks.Compare;

/// <summary>Every case there is, in the order of the table.</summary>
internal static class AllCases
{
    public static IReadOnlyList<Case> List { get; } =
    [
        new FoundingStep(),
        new LoopCost(isValidated: false),
        new LoopCost(isValidated: true),
        new ScriptLoop("founding-operators", "the same step, a PowerShell loop with operators and methods", "founding_operators", "PyTorch autograd loop", "founding_autograd", 5),
        new ScriptLoop("founding-no-grad", "the same loop, its step in Invoke-NoGrad { }", "founding_no_grad", "PyTorch autograd loop", "founding_autograd", null),
        new ScriptLoop("founding-cmdlets", "the same step, a PowerShell loop of cmdlets", "founding_cmdlets", "PyTorch nn.Linear loop", "founding_linear", 1.5),
        new ScriptLoop("founding-step-cmdlet", "the same step, a PowerShell loop of Step-Training", "founding_step", "PyTorch nn.Linear loop", "founding_linear", 3),
        new FullBatch(1_000_000, 100, bias: false),
        new FullBatch(1_000_000, 100, bias: true),
        new FullBatch(100_000, 10, bias: false),
        new FullBatch(100_000, 10, bias: true),
        new MiniBatch(shuffle: false),
        new MiniBatch(shuffle: true),
        new Perceptron("sgd"),
        new Perceptron("adam"),
        .. new[] { 256, 512, 1024, 2048 }.SelectMany(size =>
            new[] { "none", "right", "left" }.Select(transposed => new SquareProduct(size, transposed))),
        new LeastSquares(1_000_000, 100, intercept: true),
        new LeastSquares(100_000, 100, intercept: false),
        .. ElementwiseFunction.Names.Select(function => new ElementwiseFunction(function, fresh: false)),
        .. ElementwiseFunction.Names.Where(f => f != "sum").Select(function => new ElementwiseFunction(function, fresh: true)),
        .. BreadthCases.List,
        new Startup("import-module", "Import-Module in a running shell", "import", 0.12, "import torch"),
        new Startup("first-step", "the first training step after it", "step", 0.06, "PyTorch's first step"),
        new FirstUse("fit", "the first Measure-LinearModel"),
        new FirstUse("csv", "the first Import-Tensor of a CSV"),
        new FirstUse("plot", "the first Export-TrainingPlot"),
        new FileRead(isText: true),
        new FileRead(isText: false),
        new RateSearch(),
        new FoundingScript(),
    ];
}
