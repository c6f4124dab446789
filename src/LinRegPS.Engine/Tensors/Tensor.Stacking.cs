using LinRegPS.Operations;

namespace LinRegPS;

// Rows and columns put together, and channels made into places.
public sealed partial class Tensor
{
    /// <summary>Tensors one below the other, vectors as rows; torch.vstack.</summary>
    /// <param name="tensors">They may differ in the first dimension.</param>
    /// <exception cref="ShapeMismatchException">The other sizes differ.</exception>
    /// <exception cref="InvalidValueException">There is none, or one is null.</exception>
    public static Tensor VStack(Tensor[] tensors)
    {
        Joining.Check("VStack", tensors);
        return Cat([.. tensors.Select(t => t.Rank < 2 ? t.Reshape(1, t.Numel) : t)], 0);
    }

    /// <summary>Tensors side by side, vectors one behind the other; torch.hstack.</summary>
    /// <param name="tensors">They may differ in the second dimension, vectors in their only one.</param>
    /// <exception cref="ShapeMismatchException">The other sizes differ.</exception>
    /// <exception cref="InvalidValueException">There is none, or one is null.</exception>
    public static Tensor HStack(Tensor[] tensors)
    {
        Joining.Check("HStack", tensors);
        return tensors[0].Rank < 2 ? Cat([.. tensors.Select(t => t.Rank == 0 ? t.Reshape(1) : t)], 0) : Cat(tensors, 1);
    }

    /// <summary>Channels made into places: [...,channels * r * r,height,width] becomes [...,channels,height * r,width * r]; torch.pixel_shuffle.</summary>
    /// <exception cref="ShapeMismatchException">The tensor has fewer than three dimensions.</exception>
    /// <exception cref="InvalidValueException">The factor is below 1, or the channels can't be divided by its square.</exception>
    public Tensor PixelShuffle(int upscaleFactor)
    {
        const string name = "PixelShuffle";
        int r = upscaleFactor, channels = CheckImage(name, "UpscaleFactor", r)[^3];
        if (channels % (r * r) != 0)
            throw Errors.OutOfRange("UpscaleFactor", r, $"such that its square divides the {channels} channels");
        int[] outer = [.. Shape.SkipLast(3)];
        int n = outer.Length, height = Shape[^2], width = Shape[^1];
        return Reshape([.. outer, channels / (r * r), r, r, height, width])
            .Permute([.. Enumerable.Range(0, n), n, n + 3, n + 1, n + 4, n + 2])
            .Reshape([.. outer, channels / (r * r), height * r, width * r]);
    }

    /// <summary>The reverse of <see cref="PixelShuffle"/>; torch.pixel_unshuffle.</summary>
    /// <exception cref="ShapeMismatchException">The tensor has fewer than three dimensions.</exception>
    /// <exception cref="InvalidValueException">The factor is below 1, or does not divide height and width.</exception>
    public Tensor PixelUnshuffle(int downscaleFactor)
    {
        const string name = "PixelUnshuffle";
        int r = downscaleFactor, channels = CheckImage(name, "DownscaleFactor", r)[^3];
        if (Shape[^2] % r != 0 || Shape[^1] % r != 0)
            throw Errors.OutOfRange("DownscaleFactor", r, $"such that it divides height and width of {Shape}");
        int[] outer = [.. Shape.SkipLast(3)];
        int n = outer.Length, height = Shape[^2] / r, width = Shape[^1] / r;
        return Reshape([.. outer, channels, height, r, width, r])
            .Permute([.. Enumerable.Range(0, n), n, n + 2, n + 4, n + 1, n + 3])
            .Reshape([.. outer, channels * r * r, height, width]);
    }

    private Shape CheckImage(string operation, string factor, int value)
    {
        if (value < 1)
            throw Errors.NotPositive(factor, value);
        return Rank >= 3 ? Shape : throw Errors.OperandRank(operation, "the tensor", 3, Shape);
    }
}
