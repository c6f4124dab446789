namespace LinRegPS;

// What windows over sequences and images, normalization by channels, embeddings and attention are given.
internal static partial class Errors
{
    internal static Exception ImageRank(string operation, Shape shape, int dimensions) => new ShapeMismatchException(
        "ShapeMismatch",
        $"{operation}: the input has shape {shape}; {(dimensions == 1 ? "[rows,channels,length] or [channels,length]" : "[rows,channels,height,width] or [channels,height,width]")} is needed.",
        operation: operation, shapes: [shape]);

    internal static Exception KernelTooLarge(string operation, Shape shape, IEnumerable<int> extent) => new ShapeMismatchException(
        "ShapeMismatch", $"{operation}: a kernel that reaches over {string.Join(" x ", extent)} has no place in the padded input {shape}.",
        "Take a smaller kernel, or more padding.", operation: operation, shapes: [shape]);

    internal static Exception ConvolutionWeight(string operation, Shape weight, int dimensions) => new ShapeMismatchException(
        "ShapeMismatch", $"{operation}: the weight has shape {weight}; it needs {dimensions + 2} dimensions, none of them empty.",
        operation: operation, shapes: [weight]);

    internal static Exception ConvolutionInput(string operation, Shape input, Shape weight, int groups, int channels) => new ShapeMismatchException(
        "ShapeMismatch",
        $"{operation}: input {input} against weight {weight}{(groups == 1 ? "" : $" in {groups} groups")}: the input must have {channels} channel{(channels == 1 ? "" : "s")}.",
        operation: operation, shapes: [input, weight]);

    internal static Exception Groups(string operation, string what, int count, int groups) => new InvalidValueException(
        "InvalidGroups", $"{operation}: {count} {what} do not fall into {groups} groups.", operation: operation, value: groups);

    internal static Exception SizeCount(string operation, string name, int[] sizes, int dimensions) => new InvalidValueException(
        "Invalid" + name, $"{operation}: {name} is {string.Join(",", sizes)}; it must be one number{(dimensions == 1 ? "" : $", or {dimensions}")}.",
        operation: operation, name: name, value: sizes);

    internal static Exception SizeTooSmall(string operation, string name, int size, int least) => new InvalidValueException(
        "Invalid" + name, $"{operation}: {name} is {size}; it must be at least {least}.", operation: operation, name: name, value: size);

    internal static Exception SizeOrFactor(string operation) => new InvalidValueException(
        "InvalidSize", $"{operation}: either sizes or factors are needed, and not both.", operation: operation);

    internal static Exception NoCorners(string mode) => new InvalidValueException(
        "InvalidMode", $"Interpolate: mode {mode} has no corners to align; linear, bilinear and bicubic have.", "Leave alignCorners out.", operation: "Interpolate", value: mode);

    internal static Exception SizeText(string operation, string name, object? value) => new InvalidValueException(
        "Invalid" + name, $"{operation}: {name} is '{value}'; it must be whole numbers, 'same' or 'valid'.", operation: operation, name: name, value: value);

    internal static Exception SamePadding(string operation, IEnumerable<int> stride) => new InvalidValueException(
        "InvalidPadding", $"{operation}: padding 'same' needs a stride of 1, not {string.Join(",", stride)}.", operation: operation, name: "Padding");

    internal static Exception PoolPadding(string operation, int padding, int kernel) => new InvalidValueException(
        "InvalidPadding", $"{operation}: the padding {padding} is more than half of the kernel {kernel}.", operation: operation, name: "Padding", value: padding);

    internal static Exception OutputPadding(string operation, int padding, int stride, int dilation) => new InvalidValueException(
        "InvalidOutputPadding", $"{operation}: the output padding {padding} must be less than the stride {stride} or the dilation {dilation}.",
        operation: operation, name: "OutputPadding", value: padding);

    internal static Exception FoldInput(Shape shape, int elements, int windows) => new ShapeMismatchException(
        "ShapeMismatch", $"Fold: {shape} is not [rows,channels*{elements},{windows}], the windows of such images.", operation: "Fold", shapes: [shape]);

    internal static Exception ChannelInput(string operation, Shape shape) => new ShapeMismatchException(
        "ShapeMismatch", $"{operation}: the input has shape {shape}; [rows,channels,...] is needed.", operation: operation, shapes: [shape]);

    internal static Exception OneValue(string operation, Shape shape) => new InvalidValueException(
        "OneValue", $"{operation}: the input {shape} has one value for each channel, which has no variance to train with.",
        "Take more rows, or set the model to Eval().", operation: operation, shapes: [shape]);

    internal static Exception OneInGroup(string operation, Shape shape) => operation == "GroupNorm"
        ? new InvalidValueException(
            "OneValueInGroup", $"GroupNorm: the input {shape} has one value in each group, which has no variance: all would become 0.",
            "Take fewer groups.", operation: operation, shapes: [shape])
        : new InvalidValueException(
            "OneValueInGroup", $"{operation}: the input {shape} has one value for each channel of a row, which has no variance: all would become 0.",
            "Norm longer sequences or larger images, or take out the layer.", operation: operation, shapes: [shape]);

    internal static Exception EmbeddingWeight(Shape weight) => new ShapeMismatchException(
        "ShapeMismatch", $"Embedding: the weight has shape {weight}; [rows,size] is needed.", operation: "Embedding", shapes: [weight]);

    internal static Exception RowNumber(string operation, int element, float number, int rows) => new InvalidValueException(
        "InvalidIndex", FormattableString.Invariant($"{operation}: input[{element}] is {number}; it must be a whole number from 0 to {rows - 1}."),
        operation: operation, value: number, place: $"input[{element}]");

    internal static Exception AttentionShapes(string operation, Shape query, Shape key) => new ShapeMismatchException(
        "ShapeMismatch", $"{operation}: queries {query} against keys {key}: [...,length,size] and [...,positions,size] are needed.",
        operation: operation, shapes: [query, key]);

    internal static Exception LayerRank(string layer, Shape shape, string wanted) => new ShapeMismatchException(
        "ShapeMismatch", $"{layer}: the input has shape {shape}; {wanted} is needed.", operation: layer, shapes: [shape]);

    internal static Exception LayerChannels(string layer, Shape shape, int channels) => new ShapeMismatchException(
        "ShapeMismatch", $"{layer}: the input has shape {shape}; its second dimension must be {channels}.", operation: layer, shapes: [shape]);

    internal static Exception SequenceInput(string layer, Shape shape, int features) => new ShapeMismatchException(
        "ShapeMismatch", $"{layer}: the input has shape {shape}; its last dimension must hold the layer's {features} features, and a sequence has two dimensions or, in batches, three.",
        operation: layer, shapes: [shape]);

    internal static Exception AttentionMask(string name, Shape actual, Shape one, Shape other) => new ShapeMismatchException(
        "ShapeMismatch", $"MultiheadAttention: the {name} must have the shape {one}{(one.Equals(other) ? string.Empty : $" or {other}")}, not {actual}.",
        operation: nameof(MultiheadAttention), name: name, shapes: [one, actual]);

    internal static Exception StateShape(string layer, string name, Shape expected, Shape actual) => new ShapeMismatchException(
        "ShapeMismatch", $"{layer}: the {name} state must have the shape {expected}, not {actual}.", operation: layer, name: name, shapes: [expected, actual]);

    internal static Exception Heads(int size, int heads) => new InvalidValueException(
        "InvalidNumHeads", $"MultiheadAttention: the size {size} does not fall into {heads} heads.", name: "NumHeads", value: heads);

    internal static Exception Bags(Shape input, Shape? offsets) => new ShapeMismatchException(
        "ShapeMismatch", $"EmbeddingBag: numbers {input} {(offsets is null ? "without offsets" : $"with offsets {offsets}")}: [bags,numbers] without offsets, or [numbers] with them, are needed.",
        operation: "EmbeddingBag", shapes: offsets is null ? [input] : [input, offsets]);

    internal static Exception BagOffset(int place, long offset, int count) => new InvalidValueException(
        "InvalidIndex", $"EmbeddingBag: offset {place} is {offset}; the first is 0, none is less than the one before or more than {count}, and where the last is included it is {count}.",
        operation: "EmbeddingBag", value: offset, place: $"offset {place}");

    internal static Exception BagWeights(string mode) => new InvalidValueException(
        "WrongSetting", $"EmbeddingBag: perSampleWeights have a meaning where mode is 'sum', not '{mode}'.", operation: "EmbeddingBag", value: mode);
}
