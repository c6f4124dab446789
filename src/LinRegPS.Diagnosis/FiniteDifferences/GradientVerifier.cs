using LinRegPS.Diagnosis.Comparison;
using LinRegPS.Diagnosis.Probing;
using LinRegPS.Numerics;

namespace LinRegPS.Diagnosis.FiniteDifferences;

/// <summary>Checks gradients against finite differences of the function itself.</summary>
public sealed class GradientVerifier
{
    // Four standard deviations: of a thousand elements none is expected to differ by its rounding alone.
    private const double Sure = 4;

    // Elements at which a tensor's scatter is measured: what holds for these holds for the others.
    private const int Sampled = 3;

    private readonly IReadOnlyList<ModelParameter> _tensors;
    private readonly Func<Tensor> _function;

    /// <summary>A check of a function that is computed from the tensors as they are.</summary>
    /// <param name="tensors">What it is differentiated by, with the names to use. Perturbed in place, and put back.</param>
    /// <param name="function">Gives a tensor; one of several elements is multiplied by random numbers and summed.</param>
    /// <exception cref="AutogradException">A tensor is the result of an operation, so that changing it changes nothing before it.</exception>
    public GradientVerifier(IReadOnlyList<ModelParameter> tensors, Func<Tensor> function)
    {
        (_tensors, _function) = ([.. tensors.DistinctBy(t => t.Value, ReferenceEqualityComparer.Instance)], function);
        if (_tensors.FirstOrDefault(t => !t.Value.IsLeaf) is { } result)
            throw DiagnosisErrors.CheckNeedsLeaf(result.Name, result.Value.GradFn!.Name);
    }

    /// <summary>Where random directions, and the elements of large tensors, come from.</summary>
    public int Seed { get; init; }

    /// <summary>How many random directions are checked for each tensor.</summary>
    public int Directions { get; init; } = 3;

    /// <summary>The most elements of a tensor that are checked one by one.</summary>
    public int MaxElements { get; init; } = 1000;

    /// <summary>The gradients to check in place of autograd's, in the order of the tensors.</summary>
    public IReadOnlyList<Tensor>? Given { get; init; }

    /// <summary>One result for each tensor.</summary>
    /// <exception cref="InvalidValueException">The numbers of elements or directions are out of range, or the value is empty.</exception>
    /// <exception cref="ShapeMismatchException">The given gradients are not one for each tensor, of its shape.</exception>
    /// <exception cref="AutogradException">The function changes the tensors.</exception>
    public IReadOnlyList<GradientCheck> Check()
    {
        if (MaxElements < 1)
            throw Errors.NotPositive("MaxElement", MaxElements);
        if (Directions < 0)
            throw DiagnosisErrors.NotNegative("Direction", Directions);
        CheckGiven();
        using var probe = new GradientProbe([.. _tensors.Select(t => t.Value)], _function);
        var generator = new Generator(Seed);
        Tensor first = probe.Evaluate(), second = probe.Evaluate();
        if (!probe.IsUnchanged())
            throw DiagnosisErrors.CheckedFunctionChanges();
        if (first.Numel == 0)
            throw Errors.Empty("Test-Gradient", first.Shape);
        if (GradientWords.NotComparable(first, second) is { } reason)
            return [.. _tensors.Select(t => reason(t.Name, t.Shape))];
        // A function of several values is checked as their sum, weighted so that no two errors cancel.
        Tensor? weights = first.Numel == 1 ? null : Tensor.Uniform(generator, 0.5, 1.5, first.Shape.ToArray());
        var line = new ProbeLine(probe, weights);
        var derivative = probe.Differentiate(weights);
        line.MeasureNoise(derivative.Value.RequiresGrad);
        return [.. _tensors.Select((tensor, index) => Check(tensor, index, line, derivative, generator))];
    }

    private GradientCheck Check(
        ModelParameter tensor, int index, ProbeLine line, GradientProbe.Derivative derivative, Generator generator)
    {
        float[]? checkedGradient = Given is null ? derivative.Gradients[index] : Given[index].ToArray();
        double[] gradient = checkedGradient is null ? new double[tensor.Value.Numel] : [.. checkedGradient.Select(x => (double)x)];
        double[] noise = [.. Enumerable.Range(0, gradient.Length).Select(j =>
            (Sure * line.GradientNoise(index, j)) + (4 * (double)Ulp.Size((float)gradient[j])))];
        double size = line.Size(index);
        int[] elements = Elements(gradient.Length, generator);
        double[][] scatters = [.. elements.Where((_, i) => i % Math.Max(elements.Length / Sampled, 1) == 0).Take(Sampled).Select(j => line.Scatter(index, line.Along(index, j)))];
        double[] scatter = [.. scatters[0].Select((_, i) => Sure * scatters.Max(s => s[i]))];
        var compared = new List<ElementDifference>();
        foreach (int j in elements)
        {
            var move = line.Along(index, j);
            compared.Add(Compare(GradientIndex.Text(tensor.Shape, j), gradient[j], noise[j], move, size, scatter));
            line.Reset(index);
        }
        var directions = new List<ElementDifference>();
        for (int i = 0; i < Directions && gradient.Length > 1; i++)
        {
            double[] direction = RandomDirection(gradient.Length, generator);
            double along = direction.Zip(gradient, (d, g) => d * g).Sum();
            double alongNoise = Math.Sqrt(direction.Zip(noise, (d, n) => d * n * d * n).Sum());
            var move = line.Along(index, direction);
            directions.Add(Compare($"direction {i + 1}", along, alongNoise, move, size, Array.ConvertAll(line.Scatter(index, move), s => Sure * s)));
            line.Reset(index);
        }
        return new GradientWords(tensor, compared, directions, gradient)
        {
            IsGiven = Given is not null,
            Arrived = checkedGradient is not null,
            IsRecorded = tensor.Value.RequiresGrad,
            Operations = derivative.Operations,
        }.Result();
    }

    private static ElementDifference Compare(
        string index, double gradient, double noise, Func<double, NumericDerivative.Sample> move, double size, double[] scatter)
    {
        var numeric = NumericDerivative.Estimate(move, size, scatter);
        var compared = new ElementDifference
        {
            Index = index,
            Autograd = gradient,
            Numeric = numeric.Value,
            Precision = numeric.Error + noise,
            Change = numeric.Change,
        };
        if (compared.Agrees || NumericDerivative.Kink(move, size) is not var (left, right))
            return compared;
        double low = Math.Min(left, right) - compared.Precision, high = Math.Max(left, right) + compared.Precision;
        // NaN is between nothing.
        return !(gradient >= low && gradient <= high) ? compared : new ElementDifference
        {
            Index = index,
            Autograd = gradient,
            Numeric = numeric.Value,
            Precision = compared.Precision,
            Change = compared.Change,
            Note = FormattableString.Invariant($"a kink: slope {left:G4} to the left, {right:G4} to the right"),
        };
    }

    private void CheckGiven()
    {
        if (Given is null)
            return;
        if (Given.Count != _tensors.Count)
            throw DiagnosisErrors.GivenGradients(Given.Count, _tensors.Count);
        for (int i = 0; i < Given.Count; i++)
        {
            if (!Given[i].Shape.Equals(_tensors[i].Shape))
                throw Errors.GradientShape(_tensors[i].Shape, Given[i].Shape);
        }
    }

    private int[] Elements(int count, Generator generator)
    {
        if (count <= MaxElements)
            return [.. Enumerable.Range(0, count)];
        float[] draws = Tensor.Uniform(generator, 0, 1, count).ToArray();
        return [.. Enumerable.Range(0, count).OrderBy(j => draws[j]).Take(MaxElements).Order()];
    }

    // Of length 1 at most in each element, and powers of two, so that a step of a power of two changes it exactly.
    private static double[] RandomDirection(int count, Generator generator) => [.. Tensor.Uniform(generator, -1, 1, count)
        .ToArray().Select(u => Math.Sign(u) * Math.Pow(2, -Math.Floor(3 * Math.Abs(u))))];

    /// <summary>The function along lines through the tensors' elements.</summary>
    private sealed class ProbeLine(GradientProbe probe, Tensor? weights)
    {
        private double _noise;
        private double[][] _gradientNoise = [];

        public double GradientNoise(int tensor, int element) => _gradientNoise.Length == 0 ? 0 : _gradientNoise[tensor][element];

        /// <summary>The size of a tensor's elements as a power of two: their root mean square or above; 1 for zeros.</summary>
        public double Size(int tensor)
        {
            double squares = 0;
            foreach (float x in probe.Original(tensor))
                squares += (double)x * x;
            return squares == 0 ? 1 : Math.Pow(2, Math.Ceiling(Math.Log2(Math.Sqrt(squares / probe.Original(tensor).Length))));
        }

        public void Reset(int tensor) => probe.Reset(tensor);

        /// <summary>How the values along a line of a tensor scatter at each step.</summary>
        public double[] Scatter(int tensor, Func<double, NumericDerivative.Sample> line)
        {
            double[] scatter = NumericDerivative.Scatter(line, Size(tensor));
            Reset(tensor);
            return scatter;
        }

        public Func<double, NumericDerivative.Sample> Along(int tensor, int element) => step =>
        {
            probe.Set(tensor, element, (float)(probe.Original(tensor)[element] + step));
            return Sample();
        };

        public Func<double, NumericDerivative.Sample> Along(int tensor, double[] direction) => step =>
        {
            for (int j = 0; j < direction.Length; j++)
                probe.Set(tensor, j, (float)(probe.Original(tensor)[j] + (step * direction[j])));
            return Sample();
        };

        /// <summary>
        /// Measures how the function's value, and its gradient, scatter by their rounding: beside the tensors' values,
        /// never at them, for a gradient that jumps there does not scatter.
        /// </summary>
        public void MeasureNoise(bool recorded)
        {
            double[] values = new double[RoundingNoise.Points];
            var gradients = new float[]?[RoundingNoise.Points][];
            for (int i = 0; i < values.Length; i++)
            {
                for (int t = 0; t < probe.Tensors.Count; t++)
                    Shift(t, i + 1);
                values[i] = Weigh(probe.Evaluate()).Value;
                if (recorded)
                    gradients[i] = probe.Differentiate(weights).Gradients;
            }
            for (int t = 0; t < probe.Tensors.Count; t++)
                probe.Reset(t);
            _noise = RoundingNoise.Estimate(values);
            if (!recorded)
                return;
            _gradientNoise = [.. probe.Tensors.Select((tensor, t) => Enumerable.Range(0, tensor.Numel)
                .Select(j => RoundingNoise.Estimate([.. gradients.Select(g => (double)(g[t]?[j] ?? 0))])).ToArray())];
        }

        private void Shift(int tensor, int steps)
        {
            var original = probe.Original(tensor);
            double unit = Size(tensor) * Math.Pow(2, -24);
            for (int j = 0; j < original.Length; j++)
            {
                double ulp = Math.Max(Ulp.Size(original[j]), unit);
                probe.Set(tensor, j, (float)(original[j] + (steps * RoundingNoise.Spacing * ulp * (j % 2 == 0 ? 1 : -1))));
            }
        }

        private NumericDerivative.Sample Sample()
        {
            var sample = Weigh(probe.Evaluate());
            return sample with { Rounding = sample.Rounding + (Sure * _noise) };
        }

        // The value is summed in double, so that only the function's own rounding counts.
        private NumericDerivative.Sample Weigh(Tensor value)
        {
            if (weights is null)
                return new(value.Item(), Ulp.Size(value.Item()));
            double sum = 0, rounding = 0;
            for (int i = 0; i < value.Numel; i++)
            {
                sum += (double)weights.Data[i] * value.Data[i];
                rounding += weights.Data[i] * (double)Ulp.Size(value.Data[i]);
            }
            return new(sum, rounding);
        }
    }
}
