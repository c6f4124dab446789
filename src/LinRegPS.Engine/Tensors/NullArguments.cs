using System.Dynamic;
using System.Linq.Expressions;
using System.Reflection;

namespace LinRegPS;

/// <summary>
/// Calls of a dynamic language that give null to a method which takes none: languages make 0 or nothing of it, and what .NET
/// says does not say where.
/// </summary>
internal static class NullArguments
{
    private static readonly MethodInfo s_refuse = typeof(NullArguments).GetMethod(nameof(Refuse), BindingFlags.Static | BindingFlags.NonPublic)!;

    /// <summary>The call, or an error where an argument is null that no overload takes so.</summary>
    public static DynamicMetaObject Check(Type type, string name, DynamicMetaObject[] args, DynamicMetaObject call)
    {
        int missing = Array.FindIndex(args, arg => WrapperAttribute.Unwrap(arg.Value) is null);
        if (missing < 0)
            return call;
        ParameterInfo[] parameters = [.. type.GetMethods(BindingFlags.Public | BindingFlags.Instance)
            .Where(method => method.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            .Select(method => method.GetParameters())
            .Where(of => of.Length >= args.Length)
            .Select(of => of[missing])];
        var nullability = new NullabilityInfoContext();
        return parameters.Length == 0 || Array.Exists(parameters, p => nullability.Create(p).WriteState != NullabilityState.NotNull)
            ? call
            : new(Expression.Block(Expression.Call(s_refuse, Expression.Constant(name), Expression.Constant(parameters[0].Name)), call.Expression), call.Restrictions);
    }

    private static void Refuse(string method, string parameter) => throw Errors.Null(method, parameter);
}
