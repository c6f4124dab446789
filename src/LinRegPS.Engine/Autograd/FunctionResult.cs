namespace LinRegPS;

/// <summary>
/// What a function of the caller's gives. A script's may write several things, or a number: were it typed a tensor, the language
/// would make one of them.
/// </summary>
internal static class FunctionResult
{
    /// <summary>The one tensor.</summary>
    /// <exception cref="AutogradException">It is none.</exception>
    public static Tensor Of(string operation, object? result) => WrapperAttribute.Unwrap(result) as Tensor
        ?? throw (result is null ? Errors.NoResult(operation) : Errors.NotATensor(operation, WrapperAttribute.Unwrap(result)!));
}
