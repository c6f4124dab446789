namespace LinRegPS;

/// <summary>
/// An error of the engine: a stable id, and facts that a caller can act on. The message is the facts in a sentence, and
/// what to do in the words of the engine's own interface; whoever has another interface has words of its own by the id.
/// </summary>
/// <param name="errorId">The id, without its <c>LinRegPS.</c></param>
/// <param name="facts">What is wrong, with the names, shapes and values.</param>
/// <param name="remedy">What to do; empty where the facts say it.</param>
/// <param name="operation">The operation that can't be done, or what was being done.</param>
/// <param name="name">What the error is about.</param>
/// <param name="value">The value that can't be used.</param>
/// <param name="place">Where the value is.</param>
/// <param name="shapes">The shapes that do not fit.</param>
public abstract class LinRegException(
    string errorId, string facts, string remedy, string? operation, string? name, object? value, string? place, IReadOnlyList<Shape>? shapes)
    : Exception(facts)
{
    // What is longer was given so: the message is of use without all of it.
    private const int Longest = 1500;

    private bool _isAdvised;

    /// <summary>The stable id, <c>LinRegPS.ShapeMismatch</c> for instance.</summary>
    public string ErrorId { get; } = "LinRegPS." + errorId;

    /// <summary>What is wrong, without what to do.</summary>
    public string Facts { get; private set; } = Shortened(facts);

    /// <summary>What to do; empty where the facts say it.</summary>
    public string Remedy { get; private set; } = Shortened(remedy);

    /// <summary>Facts and remedy, and in which layer of a model.</summary>
    public override string Message => $"{(Layer is null ? string.Empty : $"Layer {Layer}: ")}{Facts}{(Remedy.Length == 0 ? string.Empty : " ")}{Remedy}";

    /// <summary>The operation that can't be done, or what was being done: <c>MatMul</c>, <c>Backward</c>.</summary>
    public string? Operation { get; } = operation;

    /// <summary>What the error is about: a parameter, an argument, a property, a type.</summary>
    public string? Name { get; } = name;

    /// <summary>The value that can't be used.</summary>
    public object? Value { get; } = value;

    /// <summary>Where the value is: an element, a row, a dimension.</summary>
    public string? Place { get; } = place;

    /// <summary>The path to the layer that could not run, as a model's parameters have it: <c>2</c>, <c>0.lin</c>; null outside of models.</summary>
    public string? Layer { get; private set; }

    /// <summary>The shapes that do not fit, in the order in which the message names them.</summary>
    public IReadOnlyList<Shape> Shapes { get; } = shapes ?? [];

    /// <summary>Puts the remedy in the words of another interface. The first to do so is nearest to the call: its words stay.</summary>
    internal void Advise(string remedy)
    {
        if (!_isAdvised)
            (Remedy, _isAdvised) = (Shortened(remedy), true);
    }

    /// <summary>Leaves out a name that another interface shows before the message.</summary>
    internal void LeaveOut(string name)
    {
        if (Facts.StartsWith(name + ": ", StringComparison.Ordinal))
            Facts = Facts[(name.Length + 2)..];
    }

    /// <summary>Says in which layer it was, from the innermost out. False: a filter that lets the error pass.</summary>
    internal bool Within(string layer)
    {
        Layer = Layer is null ? layer : $"{layer}.{Layer}";
        return false;
    }

    // Begins and ends as it was.
    private static string Shortened(string text) => text.Length <= Longest ? text : $"{text[..(Longest / 2)]} ... {text[^(Longest / 2)..]}";
}

/// <summary>Shapes that do not fit an operation or each other.</summary>
/// <inheritdoc/>
public sealed class ShapeMismatchException(
    string errorId, string facts, string remedy = "", string? operation = null, string? name = null, object? value = null, string? place = null,
    IReadOnlyList<Shape>? shapes = null)
    : LinRegException(errorId, facts, remedy, operation, name, value, place, shapes);

/// <summary>A backward pass, a gradient or an in-place change that autograd can't do.</summary>
/// <inheritdoc/>
public sealed class AutogradException(
    string errorId, string facts, string remedy = "", string? operation = null, string? name = null, object? value = null, string? place = null,
    IReadOnlyList<Shape>? shapes = null)
    : LinRegException(errorId, facts, remedy, operation, name, value, place, shapes);

/// <summary>A value that can't be used: not a number, not finite, out of range, of the wrong kind.</summary>
/// <inheritdoc/>
public sealed class InvalidValueException(
    string errorId, string facts, string remedy = "", string? operation = null, string? name = null, object? value = null, string? place = null,
    IReadOnlyList<Shape>? shapes = null)
    : LinRegException(errorId, facts, remedy, operation, name, value, place, shapes);
