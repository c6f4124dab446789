using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace LinRegPS.Optimizers;

/// <summary>
/// What L-BFGS knows of the loss's curvature: changes of the gradient, and the moves that made them. Vectors are float32 and of all
/// parameters; what PyTorch keeps in tensors of one number is rounded to float32.
/// </summary>
internal sealed class CurvatureHistory
{
    private const double LeastCurvature = 1e-10;
    private readonly List<float[]> _changes = [], _moves = [];
    private readonly List<float> _inverses = [];
    private float[]? _direction, _gradient;
    private double _length;
    private float _scale = 1;

    /// <summary>Whether there was no direction yet.</summary>
    public bool IsEmpty => _direction is null;

    /// <summary>The direction to move in from a gradient: down it by the inverse Hessian, as far as it is known.</summary>
    public float[] Direction(float[] gradient, int most)
    {
        if (_direction is null)
        {
            _direction = [.. gradient.Select(g => -g)];
        }
        else
        {
            Learn(gradient, most);
            float[] q = [.. gradient.Select(g => -g)], shares = new float[_changes.Count];
            for (int i = _changes.Count - 1; i >= 0; i--)
            {
                shares[i] = Dot(_moves[i], q) * _inverses[i];
                Add(q, _changes[i], -shares[i]);
            }
            for (int j = 0; j < q.Length; j++)
                q[j] *= _scale;
            for (int i = 0; i < _changes.Count; i++)
                Add(q, _moves[i], shares[i] - (Dot(_changes[i], q) * _inverses[i]));
            _direction = q;
        }
        _gradient = gradient;
        return _direction;
    }

    /// <summary>Says how far the move in the direction was.</summary>
    public void Moved(double length) => _length = length;

    /// <summary>The sum of products, in double, rounded.</summary>
    public static float Dot(float[] a, float[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += (double)a[i] * b[i];
        return (float)sum;
    }

    /// <summary>Another that knows the same; vectors are not changed once they are known.</summary>
    public CurvatureHistory Copy()
    {
        var copy = new CurvatureHistory { _direction = _direction, _gradient = _gradient, _length = _length, _scale = _scale };
        copy._changes.AddRange(_changes);
        copy._moves.AddRange(_moves);
        copy._inverses.AddRange(_inverses);
        return copy;
    }

    /// <summary>Copies of all that is known.</summary>
    public OrderedDictionary<string, object> ToDictionary()
    {
        var all = new OrderedDictionary<string, object> { ["H_diag"] = (double)_scale, ["t"] = _length };
        if (_direction is not null)
            (all["d"], all["prev_flat_grad"]) = (Tensor.From(_direction), Tensor.From(_gradient!));
        all["old_dirs"] = _changes.Select(v => Tensor.From(v)).ToArray();
        all["old_stps"] = _moves.Select(v => Tensor.From(v)).ToArray();
        return all;
    }

    /// <summary>Whether a dictionary holds what <see cref="ToDictionary"/> gave for so many parameters; and how to take it over.</summary>
    public static bool TryRead(IDictionary all, int size, [NotNullWhen(true)] out Action<CurvatureHistory>? load)
    {
        load = null;
        if (all["H_diag"] is not double scale || all["t"] is not double length
            || all["old_dirs"] is not IEnumerable changes || all["old_stps"] is not IEnumerable moves)
            return false;
        var (d, g) = (all["d"] as Tensor, all["prev_flat_grad"] as Tensor);
        var (y, s) = (changes.OfType<Tensor>().ToList(), moves.OfType<Tensor>().ToList());
        if (d is null != g is null || y.Count != s.Count || new[] { d, g }.OfType<Tensor>().Concat(y).Concat(s).Any(v => v.Numel != size))
            return false;
        load = history =>
        {
            (history._direction, history._gradient, history._length, history._scale) = (d?.Data.ToArray(), g?.Data.ToArray(), length, (float)scale);
            history._changes.Clear();
            history._moves.Clear();
            history._inverses.Clear();
            foreach (var (change, move) in y.Zip(s))
                history.Remember(change.Data.ToArray(), move.Data.ToArray());
        };
        return true;
    }

    private void Learn(float[] gradient, int most)
    {
        float[] change = [.. gradient.Zip(_gradient!, (now, before) => now - before)];
        float[] move = [.. _direction!.Select(d => d * (float)_length)];
        float curvature = Dot(change, move);
        if (!(curvature > LeastCurvature))
            return;
        while (_changes.Count >= most)
        {
            _changes.RemoveAt(0);
            _moves.RemoveAt(0);
            _inverses.RemoveAt(0);
        }
        Remember(change, move);
        _scale = curvature / Dot(change, change);
    }

    private void Remember(float[] change, float[] move)
    {
        _changes.Add(change);
        _moves.Add(move);
        _inverses.Add(1 / Dot(change, move));
    }

    private static void Add(float[] to, float[] what, float factor)
    {
        for (int i = 0; i < to.Length; i++)
            to[i] = MathF.FusedMultiplyAdd(factor, what[i], to[i]);
    }
}
