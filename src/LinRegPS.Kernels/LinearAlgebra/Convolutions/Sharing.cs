namespace LinRegPS.Kernels.LinearAlgebra.Convolutions;

/// <summary>
/// How a convolution's products are shared out: some images at a time, and where these are few, some of the channels that are computed.
/// </summary>
internal readonly struct Sharing
{
    // Multiplications in a chunk, of which this many are enough: about 70 us of a core.
    private const long Chunk = 4_000_000;
    private const int Enough = 8;

    private readonly int _products, _channels, _perChunk, _parts, _perPart;

    /// <summary>Shares out as many channels of as many products, so many of them in a tile.</summary>
    public Sharing(ConvolutionShape shape, int channels, int tile)
    {
        long each = (long)shape.Outer * shape.Depth * shape.Windows;
        _products = shape.Products;
        _perChunk = (int)Math.Clamp(Chunk / each, 1, _products);
        int ranges = (_products + _perChunk - 1) / _perChunk;
        long most = Math.Min(Enough / ranges, each / Chunk);
        _perPart = (channels + tile - 1) / tile;
        _perPart = most > 1 ? (int)((_perPart + most - 1) / most) : _perPart;
        _perPart *= tile;
        _channels = channels;
        _parts = (channels + _perPart - 1) / _perPart;
        Chunks = ranges * _parts;
    }

    /// <summary>How many chunks.</summary>
    public int Chunks { get; }

    /// <summary>The products of a chunk, by the first and the one behind the last, and the channels, by the first and how many.</summary>
    public (int First, int End, int Channel, int Channels) Of(int chunk)
    {
        int first = chunk / _parts * _perChunk, channel = chunk % _parts * _perPart;
        return (first, Math.Min(_products, first + _perChunk), channel, Math.Min(_perPart, _channels - channel));
    }
}
