using System.Reflection;

namespace LinRegPS.Engine.Tests.Tensors;

/// <summary>Null where a tensor is needed is an error of the engine that names the operation, never one of .NET's.</summary>
public sealed class NullTests
{
    private static readonly Type[] s_lists = [typeof(int[]), typeof(long[]), typeof(float[]), typeof(bool[]), typeof(Tensor[])];

    public static TheoryData<string, int> Calls => [.. Methods().SelectMany(m => Places(m.Method).Select(place => (m.Name, place)))];

    [Theory]
    [MemberData(nameof(Calls))]
    public void NullIsNamed(string name, int place)
    {
        var method = Methods().Single(m => m.Name == name).Method;
        object?[] arguments = [.. method.GetParameters().Select((parameter, i) => i == place ? null : Value(parameter))];
        object? self = method.IsStatic ? null : Tensor.From([1, 2, 3, 4], 2, 2);
        try
        {
            method.Invoke(self, arguments);
            Assert.True(IsOptional(method.GetParameters()[place]), $"{name} takes null for {method.GetParameters()[place].Name}");
        }
        catch (TargetInvocationException error)
        {
            // Something else may be wrong with such arguments where null is allowed.
            Assert.IsAssignableFrom<LinRegException>(error.InnerException);
        }
    }

    [Fact]
    public void TheOperationAndTheOperandAreNamed()
    {
        var error = Assert.Throws<InvalidValueException>(() => Tensor.Scalar(1) * null!);
        Assert.Equal(("LinRegPS.NullValue", "Mul", "operand 2"), (error.ErrorId, error.Operation, error.Name));
    }

    private static (string Name, MethodInfo Method)[] Methods() =>
        [.. new[] { typeof(Tensor), typeof(Loss) }
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(method => !method.IsGenericMethod && Places(method).Any())
            .Select(method => ($"{method.DeclaringType!.Name}.{method}", method))];

    private static IEnumerable<int> Places(MethodInfo method) => method.GetParameters()
        .Where(parameter => !parameter.IsOut && (parameter.ParameterType == typeof(Tensor) || (s_lists.Contains(parameter.ParameterType) && !IsOptional(parameter))))
        .Select(parameter => parameter.Position);

    private static object? Value(ParameterInfo parameter) =>
        parameter.ParameterType == typeof(Tensor) ? Tensor.From([1, 2, 3, 4], 2, 2)
        : parameter.ParameterType == typeof(int[]) ? new[] { 0 }
        : parameter.ParameterType == typeof(Tensor[]) ? new[] { Tensor.From([1, 2, 3, 4], 2, 2) }
        : parameter.ParameterType.IsArray && s_lists.Contains(parameter.ParameterType) ? Array.CreateInstance(parameter.ParameterType.GetElementType()!, 1)
        : parameter.ParameterType.IsEnum || parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType)
        : null;

    private static bool IsOptional(ParameterInfo parameter) =>
        new NullabilityInfoContext().Create(parameter).WriteState == NullabilityState.Nullable;
}
