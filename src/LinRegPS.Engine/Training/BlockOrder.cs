using LinRegPS.Kernels.Random;

namespace LinRegPS.Training;

/// <summary>
/// A random order of rows that can be read from a disk at its speed: blocks of rows that lie together come in a random order, and the rows of
/// a few blocks at a time, a pool, in a random one among each other. A pool has blocks from everywhere, so that a batch of sorted rows
/// is not of one kind. Each pool's order follows from the epoch's seed alone: it can be had without those before.
/// </summary>
internal sealed class BlockOrder
{
    /// <summary>The blocks of a pool: a batch has rows from about so many places.</summary>
    public const int PoolBlocks = 128;

    private readonly int _rows, _size;
    private readonly int[] _blocks;
    private long _seed;
    private int _shortAt;

    /// <summary>Orders of so many rows, in blocks of a size.</summary>
    public BlockOrder(int rows, int blockSize)
    {
        (_rows, _size) = (rows, blockSize);
        _blocks = new int[(int)(((long)rows + blockSize - 1) / blockSize)];
    }

    /// <summary>The rows of a block.</summary>
    public int BlockSize => _size;

    /// <summary>The number of pools.</summary>
    public int Pools => (_blocks.Length + PoolBlocks - 1) / PoolBlocks;

    /// <summary>The most rows of a pool.</summary>
    public int PoolRows => (int)Math.Min(_rows, (long)_size * PoolBlocks);

    /// <summary>Begins an epoch.</summary>
    public void Begin(long seed)
    {
        _seed = seed;
        new MersenneTwister(seed).FillPermutation(_blocks);
        _shortAt = Array.IndexOf(_blocks, _blocks.Length - 1);
        // A disk goes forward within a pool.
        for (int pool = 0; pool < Pools; pool++)
            BlocksOf(pool).Sort();
    }

    /// <summary>The place in the order at which a pool begins.</summary>
    public int Start(int pool)
    {
        long full = (long)Math.Min(pool * PoolBlocks, _blocks.Length) * _size;
        // The last block of the rows may be short, and is in any pool.
        return (int)(pool > _shortAt / PoolBlocks ? full - (((long)_blocks.Length * _size) - _rows) : full);
    }

    /// <summary>The pool that has the row at a place in the order.</summary>
    public int PoolAt(int place)
    {
        int pool = (int)Math.Min(place / ((long)_size * PoolBlocks), Pools - 1);
        return pool + 1 < Pools && place >= Start(pool + 1) ? pool + 1 : pool;
    }

    /// <summary>The blocks of a pool as they are read.</summary>
    /// <returns>Where each begins, and its number of rows.</returns>
    public IEnumerable<(int First, int Count)> Read(int pool)
    {
        for (int i = pool * PoolBlocks; i < Math.Min((pool + 1) * PoolBlocks, _blocks.Length); i++)
        {
            int first = (int)((long)_blocks[i] * _size);
            yield return (first, Math.Min(_size, _rows - first));
        }
    }

    /// <summary>Where each row of a pool, as they are read, comes among them.</summary>
    public int[] Places(int pool)
    {
        int[] places = new int[Start(pool + 1) - Start(pool)];
        new MersenneTwister(_seed + 1 + pool).FillPermutation(places);
        return places;
    }

    /// <summary>The whole order, of rows that are in memory.</summary>
    public void Fill(Span<int> order)
    {
        for (int pool = 0; pool < Pools; pool++)
        {
            int start = Start(pool), row = 0;
            int[] places = Places(pool);
            foreach (var (first, count) in Read(pool))
            {
                for (int i = 0; i < count; i++)
                    order[start + places[row++]] = first + i;
            }
        }
    }

    private Span<int> BlocksOf(int pool) => _blocks.AsSpan(pool * PoolBlocks, Math.Min(PoolBlocks, _blocks.Length - (pool * PoolBlocks)));
}
