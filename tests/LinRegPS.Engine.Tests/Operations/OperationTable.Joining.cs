namespace LinRegPS.Engine.Tests.Operations;

// What joins several tensors.
internal static partial class OperationTable
{
    private static OperationUnderTest[] Joining =>
    [
        new("stack", (x, a) => Tensor.Stack(x, a.Int("dim")),
            new([[2, 3], [2, 3]], """{"dim": 1}"""), new([[], [], []], """{"dim": 0}"""), new([[2, 3]], """{"dim": -1}"""),
            new([[2, 3, 2], [2, 3, 2], [2, 3, 2]], """{"dim": -2}""")),
        new("concat", (x, a) => Tensor.Cat(x, a.Int("dim")),
            new([[2, 3], [1, 3]], """{"dim": 0}"""), new([[2, 1, 2], [2, 3, 2], [2, 1, 2]], """{"dim": -2}"""), new([[4]], """{"dim": -1}""")),
    ];
}
