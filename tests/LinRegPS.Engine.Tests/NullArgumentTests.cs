using System.Collections;
using System.Reflection;

namespace LinRegPS.Engine.Tests;

/// <summary>Scripts call static methods and constructors without anything between: null where none may be is an error that names the argument.</summary>
public sealed class NullArgumentTests
{
    private static readonly Sgd s_optimizer = new(new Linear(2, 2), 0.1);

    public static TheoryData<string, string> Calls => [.. Places().Select(place => (place.Call, place.Parameter.Name!))];

    [Theory]
    [MemberData(nameof(Calls))]
    public void NullIsRefusedByName(string call, string parameter)
    {
        var (method, place) = Places().Where(p => p.Call == call && p.Parameter.Name == parameter).Select(p => (p.Method, p.Parameter.Position)).Single();
        object?[] arguments = [.. method.GetParameters().Select((p, i) => i == place ? null : Value(p))];
        var error = Assert.Throws<TargetInvocationException>(() => method is ConstructorInfo made ? made.Invoke(arguments) : method.Invoke(null, arguments));
        var refused = Assert.IsType<InvalidValueException>(error.InnerException);
        Assert.Matches($"(?i){parameter} is null|operand \\d is null|the (tensor|vector) is null|no tensor|one schedule|tensor is needed", refused.Facts);
    }

    // Text is never null in a script; abstract classes are not made there, and records are what the engine gives.
    private static IEnumerable<(string Call, MethodBase Method, ParameterInfo Parameter)> Places()
    {
        var nullability = new NullabilityInfoContext();
        return typeof(Tensor).Assembly.GetExportedTypes()
            .Where(type => type is { IsGenericTypeDefinition: false, IsInterface: false, Namespace: "LinRegPS" } && !type.IsSubclassOf(typeof(Attribute)) && !type.IsSubclassOf(typeof(Exception)) && !type.IsSubclassOf(typeof(Delegate)))
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly).Cast<MethodBase>()
                .Concat(type.IsAbstract || IsRecord(type) ? [] : type.GetConstructors()))
            .Where(method => !method.IsGenericMethodDefinition && method.Name is not ("op_Equality" or "op_Inequality"))
            .SelectMany(method => method.GetParameters()
                .Where(p => !p.ParameterType.IsValueType && p.ParameterType != typeof(string) && !p.IsOut && !p.ParameterType.IsByRef && nullability.Create(p).WriteState == NullabilityState.NotNull)
                .Select(p => ($"{method.DeclaringType!.Name}.{method}", method, p)));
    }

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null;

    private static object? Value(ParameterInfo parameter) => parameter.HasDefaultValue ? parameter.DefaultValue : Value(parameter.ParameterType);

    private static object? Value(Type type)
    {
        object?[] values = [new object[] { "a", "b" }, Tensor.From([1, 2, 3, 4], 2, 2), new Linear(2, 2), new[] { 2 }, "text", s_optimizer, new[] { Tensor.Zeros(2, 2) }, new Module[] { new Linear(2, 2) }, new Hashtable(), new double[] { 1 }, new float[] { 1 }, new long[] { 1 }, new[] { true }, new Shape(2),
            new DataSet(Tensor.Zeros(2, 2), Tensor.Zeros(2, 2)), new Func<Tensor, Tensor>(x => x.Sum()), new Func<CustomModel, Tensor, Tensor>((_, x) => x), new Func<Tensor, Tensor?, Tensor?, object?>((x, _, _) => x),
            new LearningRateSchedule[] { new StepLR(s_optimizer, 1) }, new[] { "a", "b" }];
        return Array.Find(values, type.IsInstanceOfType) ?? (type == typeof(int) ? 2 : type == typeof(double) ? 1.0 : type.IsValueType ? Activator.CreateInstance(type) : null);
    }
}
