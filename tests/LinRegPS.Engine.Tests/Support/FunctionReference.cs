namespace LinRegPS.Engine.Tests.Support;

/// <summary>functions_torch.json: functions of each element by PyTorch in float64; its <c>about</c> explains the fields.</summary>
internal sealed record FunctionReference(
    double[] X, Dictionary<string, ReferenceFunction> Functions, double[] A, double[] B, Dictionary<string, double[]> Pairs)
{
    public static FunctionReference Instance { get; } = Fixture.Read<FunctionReference>("functions_torch.json");
}

internal sealed record ReferenceFunction(double[] Y, double[] Derivative, double[] Derivative32);
