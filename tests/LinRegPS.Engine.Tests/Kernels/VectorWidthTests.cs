using System.Runtime.Intrinsics;

namespace LinRegPS.Engine.Tests.Kernels;

// Hardware/NarrowVectorTests relies on it: what is switched off is off.
public class VectorWidthTests
{
    [Fact]
    public void SwitchedOffVectorsAreNotAccelerated()
    {
        if (IsOff("DOTNET_EnableAVX512") || IsOff("DOTNET_EnableAVX2") || IsOff("DOTNET_EnableHWIntrinsic"))
            Assert.False(Vector512.IsHardwareAccelerated);
        if (IsOff("DOTNET_EnableAVX2") || IsOff("DOTNET_EnableHWIntrinsic"))
            Assert.False(Vector256.IsHardwareAccelerated);
        if (IsOff("DOTNET_EnableHWIntrinsic"))
            Assert.False(Vector128.IsHardwareAccelerated);

        static bool IsOff(string setting) => Environment.GetEnvironmentVariable(setting) == "0";
    }
}
