using System.Collections;
using System.Dynamic;
using System.Linq.Expressions;
using System.Reflection;

namespace LinRegPS;

/// <summary>Calls of a dynamic language that give a number with decimals where whole ones are taken: languages round it, and say nothing.</summary>
internal static class WholeArguments
{
    private static readonly MethodInfo s_check = typeof(WholeArguments).GetMethod(nameof(Check), BindingFlags.Static | BindingFlags.NonPublic)!;
    private static readonly Type[] s_whole = [typeof(int), typeof(long), typeof(int[]), typeof(long[])];

    /// <summary>What is to be run before the call: a check for each argument that may have decimals, of a method that takes whole numbers there.</summary>
    public static IEnumerable<Expression> Checks(Type type, string name, DynamicMetaObject[] args)
    {
        ParameterInfo[][] overloads = [.. type.GetMethods(BindingFlags.Public | BindingFlags.Instance)
            .Where(method => method.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            .Select(method => method.GetParameters())];
        for (int i = 0; i < args.Length; i++)
        {
            if (WrapperAttribute.Unwrap(args[i].Value) is not (double or float or decimal or IEnumerable) or string)
                continue;
            ParameterInfo[] taking = [.. overloads.Select(of => At(of, i)).OfType<ParameterInfo>()];
            if (taking.Length > 0 && Array.TrueForAll(taking, p => s_whole.Contains(Nullable.GetUnderlyingType(p.ParameterType) ?? p.ParameterType)))
                yield return Expression.Call(s_check, Expression.Constant(name), Expression.Constant(taking[0].Name), Expression.Convert(args[i].Expression, typeof(object)));
        }
    }

    // The last one takes all that follow where it is a list of them.
    private static ParameterInfo? At(ParameterInfo[] parameters, int i) => i < parameters.Length ? parameters[i]
        : parameters is [.., var last] && last.IsDefined(typeof(ParamArrayAttribute)) ? last : null;

    private static void Check(string method, string parameter, object? argument)
    {
        object? value = WrapperAttribute.Unwrap(argument);
        bool isWhole = value switch
        {
            double number => double.IsInteger(number),
            float number => float.IsInteger(number),
            decimal number => decimal.IsInteger(number),
            _ => true,
        };
        if (!isWhole)
            throw Errors.NotWholeArgument(method, parameter, value);
        if (value is IEnumerable items and not string)
        {
            foreach (object? item in items)
                Check(method, parameter, item);
        }
    }
}
