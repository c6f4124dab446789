namespace LinRegPS.Engine.Tests.Layers;

public class OptionalParameterTests
{
    // PowerShell fails where it must fill in a number for a nullable parameter.
    [Fact]
    public void NoNullableParameterHasANumberThatOnlyItsDefaultGives()
    {
        foreach (var type in typeof(Tensor).Assembly.GetExportedTypes())
        {
            var constructors = type.GetConstructors();
            foreach (var parameter in constructors.SelectMany(constructor => constructor.GetParameters()).Where(IsNullableNumber))
                Assert.Contains(constructors, shorter => shorter.GetParameters().Length == parameter.Position);
            Assert.DoesNotContain(type.GetMethods().SelectMany(method => method.GetParameters()), IsNullableNumber);
        }

        static bool IsNullableNumber(System.Reflection.ParameterInfo parameter) =>
            parameter is { HasDefaultValue: true, DefaultValue: not null } && Nullable.GetUnderlyingType(parameter.ParameterType) is not null;
    }
}
