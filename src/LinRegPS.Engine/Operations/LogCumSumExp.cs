using LinRegPS.Kernels.Threading;

namespace LinRegPS.Operations;

/// <summary>torch.logcumsumexp along a dimension, in float64.</summary>
internal sealed class LogCumSumExp(Tensor x, int dimension) : Operation(x)
{
    // The result before it is rounded: a power of its difference from x would show that.
    private double[] _logs = [];

    protected override bool SavesOutput => true;

    protected override bool Saves(int input) => true;

    protected override Tensor Forward()
    {
        var result = new Tensor(InputShape(0));
        _logs = new double[result.Numel];
        var (outer, count, inner) = Dimensions.Around(InputShape(0), dimension);
        ReadOnlySpan<float> x = Input(0).Data;
        var pace = default(Pace);
        for (int line = 0; line < outer * inner; line++)
        {
            int start = (line / inner * count * inner) + (line % inner);
            double log = double.NegativeInfinity;
            for (int i = start; i < start + (count * inner); i += inner)
            {
                pace.Step(16);
                double greater = Math.Max(log, x[i]);
                log = double.IsFinite(greater) ? greater + Math.Log(Math.Exp(log - greater) + Math.Exp(x[i] - greater)) : greater;
                _logs[i] = log;
            }
        }
        var y = result.Data;
        for (int i = 0; i < y.Length; i++)
            y[i] = (float)_logs[i];
        return result;
    }

    protected override void Backward(Tensor gradient) => GiveNew(0, GradMode.IsEnabled ? Recorded(gradient) : Unrecorded(gradient));

    protected override void Free() => _logs = [];

    // e^(x[j] - y[j]) of r[j] = g[j] + e^(y[j] - y[j + 1]) r[j + 1]: no power is beyond 1. Where nothing was added yet, nothing comes of it.
    private Tensor Unrecorded(Tensor gradient)
    {
        var result = new Tensor(InputShape(0));
        var (outer, count, inner) = Dimensions.Around(InputShape(0), dimension);
        ReadOnlySpan<float> x = Input(0).Data, g = gradient.Data;
        var dx = result.Data;
        var pace = default(Pace);
        for (int line = 0; line < outer * inner; line++)
        {
            int start = (line / inner * count * inner) + (line % inner);
            double rest = 0, next = double.PositiveInfinity;
            for (int i = start + ((count - 1) * inner); i >= start; i -= inner)
            {
                pace.Step(16);
                bool isNone = double.IsNegativeInfinity(_logs[i]);
                rest = g[i] + (rest == 0 ? 0 : rest * Math.Exp(isNone ? double.NegativeInfinity : _logs[i] == next ? 0 : _logs[i] - next));
                dx[i] = isNone ? 0 : (float)(rest * Math.Exp(x[i] - _logs[i]));
                next = _logs[i];
            }
        }
        return result;
    }

    private Tensor Recorded(Tensor gradient)
    {
        Tensor x = Input(0), y = Output;
        if (x.Rank == 0 || x.Numel == 0)
            return gradient * 1;
        var finite = y.MaskedFill(y.Detach().Eq(double.NegativeInfinity), 0);
        int size = x.Shape[dimension];
        // Between sums that are infinite both, nothing decays.
        var infinite = y.Detach().Eq(double.PositiveInfinity);
        var still = infinite.Slice(dimension, 0, size - 1).LogicalAnd(infinite.Slice(dimension, 1, size));
        var decay = (y.Slice(dimension, 0, size - 1).MaskedFill(still, 0) - finite.Slice(dimension, 1, size).MaskedFill(still, 0)).Exp();
        var factors = Tensor.Cat([Tensor.Zeros([.. x.Shape.With(dimension, 1)]), decay], dimension);
        return (x - finite).Exp() * new Recurrence("CumSum", gradient, factors, dimension, fromEnd: true).Apply();
    }
}
