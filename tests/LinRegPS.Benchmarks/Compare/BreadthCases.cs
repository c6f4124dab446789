using LinRegPS.Benchmarks.Compare.Cases;

namespace LinRegPS.Benchmarks.Compare;

/// <summary>What models beyond a line are made of: layers, functions, optimizers, second derivatives.</summary>
internal static class BreadthCases
{
    public static IReadOnlyList<Case> List { get; } = [.. Layers(), .. Functions(), .. Optimizers(), new HessianProduct()];

    private static IEnumerable<Case> Layers() =>
    [
        new LayerPass("conv1d", "Conv1d 16-32, kernel 5, 32 x 16 x 128", "nn.Conv1d(16, 32, 5, padding=2)",
            () => new Conv1d(16, 32, [5], padding: 2), [32, 16, 128], [32, 32, 128]),
        new LayerPass("conv2d-first", "Conv2d 1-8, kernel 3, 64 images of 28 x 28", "nn.Conv2d(1, 8, 3, padding=1)",
            () => new Conv2d(1, 8, [3, 3], padding: 1), [64, 1, 28, 28], [64, 8, 28, 28]),
        new LayerPass("conv2d", "Conv2d 16-32, kernel 3, 64 images of 14 x 14", "nn.Conv2d(16, 32, 3, padding=1)",
            () => new Conv2d(16, 32, [3, 3], padding: 1), [64, 16, 14, 14], [64, 32, 14, 14]),
        new LayerPass("maxpool2d", "MaxPool2d 2, 64 x 8 x 28 x 28", "nn.MaxPool2d(2)",
            () => new MaxPool2d([2, 2]), [64, 8, 28, 28], [64, 8, 14, 14]),
        new LayerPass("avgpool2d", "AvgPool2d 2, 64 x 8 x 28 x 28", "nn.AvgPool2d(2)",
            () => new AvgPool2d([2, 2]), [64, 8, 28, 28], [64, 8, 14, 14]),
        new LayerPass("gru", "GRU 32-64, 20 steps, 32 rows", "nn.GRU(32, 64)", () => new GRU(32, 64), [20, 32, 32], [20, 32, 64]),
        new LayerPass("lstm", "LSTM 32-64, 20 steps, 32 rows", "nn.LSTM(32, 64)", () => new LSTM(32, 64), [20, 32, 32], [20, 32, 64]),
        new LayerPass("attention", "self-attention of 8 heads, 32 x 64 x 128",
            "self_attention(nn.MultiheadAttention(128, 8, batch_first=True))",
            () => new MultiheadAttention(128, 8, batchFirst: true), [32, 64, 128], [32, 64, 128]),
        new LayerPass("batchnorm2d", "BatchNorm2d, 64 x 16 x 14 x 14", "nn.BatchNorm2d(16)", () => new BatchNorm2d(16), [64, 16, 14, 14], [64, 16, 14, 14]),
        new LayerPass("layernorm", "LayerNorm of 256, 1,024 rows", "nn.LayerNorm(256)", () => new LayerNorm([256]), [1024, 256], [1024, 256]),
        new LayerPass("gelu", "GELU, 1,000,000 elements", "F.gelu", x => x.Gelu(), [1_000_000], [1_000_000]),
        new LayerPass("dropout", "dropout of 1,000,000 elements", "nn.Dropout()", () => new Dropout(), [1_000_000], [1_000_000]),
        new LayerPass("softmax", "softmax over 64, 4,096 rows", "lambda x: F.softmax(x, 1)", x => x.Softmax(1), [4096, 64], [4096, 64]),
        new LayerPass("cross-entropy-10", "cross-entropy of 10 classes, 10,000 rows", "(lambda c: lambda x: F.cross_entropy(x, c))(torch.arange(10000) % 10)",
            Of(i => i % 10, [10000], (x, classes) => Loss.CrossEntropy(x, classes)), [10_000, 10], []),
        new LayerPass("cross-entropy-1000", "cross-entropy of 1,000 classes, 256 rows", "(lambda c: lambda x: F.cross_entropy(x, c))(torch.arange(256) % 1000)",
            Of(i => i % 1000, [256], (x, classes) => Loss.CrossEntropy(x, classes)), [256, 1000], []),
        new LayerPass("embedding", "Embedding of 10,000 x 64, 4,096 indices",
            "(lambda i: lambda x: F.embedding(i, x))(torch.arange(4096) * 7919 % 10000)",
            Of(i => i * 7919L % 10_000, [4096], (x, index) => index.Embedding(x)), [10_000, 64], [4096, 64]),
        new LayerPass("gather", "gather of 1,000 x 100 from 1,000 x 1,000",
            "(lambda i: lambda x: x.gather(1, i))(torch.arange(100000).reshape(1000, 100) * 7919 % 1000)",
            Of(i => i * 7919L % 1000, [1000, 100], (x, index) => x.Gather(1, index)), [1000, 1000], [1000, 100]),
        new LayerPass("scatter-add", "scatter-add of 1,000 x 1,000 into 1,000 x 100",
            "(lambda i: lambda x: torch.zeros(1000, 100).scatter_add(1, i, x))(torch.arange(1000000).reshape(1000, 1000) % 100)",
            Of(i => i % 100, [1000, 1000], (x, index) => Tensor.Zeros(1000, 100).ScatterAdd(1, index, x)), [1000, 1000], [1000, 100]),
        new LayerPass("cumsum", "cumsum along 1,000, 1,000 rows", "lambda x: x.cumsum(1)", x => x.CumSum(1), [1000, 1000], [1000, 1000]),
    ];

    private static IEnumerable<Case> Functions() =>
    [
        new TensorFunction("sort", "sort of 1,000,000 elements", "lambda x: x.sort()", x => x.Sort().Values, [1_000_000]),
        new TensorFunction("sort-rows", "sort along 100, 10,000 rows", "lambda x: x.sort()", x => x.Sort().Values, [10_000, 100]),
    ];

    private static IEnumerable<Case> Optimizers() =>
    [
        new OptimizerUpdate("SGD", "lambda p: torch.optim.SGD(p, lr=0.01)", p => new Sgd(p, 0.01)),
        new OptimizerUpdate("SGD momentum", "lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9)", p => new Sgd(p, 0.01) { Momentum = 0.9 }),
        new OptimizerUpdate("Adam", "lambda p: torch.optim.Adam(p)", p => new Adam(p)),
        new OptimizerUpdate("AdamW", "lambda p: torch.optim.AdamW(p)", p => new AdamW(p)),
        new OptimizerUpdate("NAdam", "lambda p: torch.optim.NAdam(p)", p => new NAdam(p)),
        new OptimizerUpdate("RAdam", "lambda p: torch.optim.RAdam(p)", p => new RAdam(p)),
        new OptimizerUpdate("RMSprop", "lambda p: torch.optim.RMSprop(p)", p => new RMSprop(p)),
        new OptimizerUpdate("Adagrad", "lambda p: torch.optim.Adagrad(p)", p => new Adagrad(p)),
        new OptimizerUpdate("Adadelta", "lambda p: torch.optim.Adadelta(p)", p => new Adadelta(p)),
        new OptimizerUpdate("Rprop", "lambda p: torch.optim.Rprop(p)", p => new Rprop(p)),
    ];

    private static Func<Tensor, Tensor> Of(Func<int, long> index, int[] shape, Func<Tensor, Tensor, Tensor> function)
    {
        int count = shape.Aggregate(1, (product, size) => product * size);
        var indices = new Lazy<Tensor>(() => Tensor.FromInt64([.. Enumerable.Range(0, count).Select(index)], shape));
        return x => function(x, indices.Value);
    }
}
