using System.Collections;
using System.Text.Json;
using LinRegPS.Files.Formats;

namespace LinRegPS.Files.Models;

/// <summary>Where a training stood, as a file has it.</summary>
/// <param name="Epoch">The epochs that were run.</param>
/// <param name="StartEpoch">The epoch to go on with.</param>
public sealed record CheckpointInfo(int Epoch, int StartEpoch);

/// <summary>
/// Files from which a training goes on with the bits that it would have had without them: the model, what optimizer and schedule keep, and
/// where the model and the process draw random numbers from.
/// </summary>
public static class Checkpoint
{
    private const string MetadataKey = "linregps.checkpoint", VersionKey = "version", Model = "model", OptimizerKey = "optimizer";
    private const string MethodKey = "method", ScheduleKey = "schedule", EpochKey = "epoch", DrawsKey = "draws", DefaultKey = "default_draws";
    private const int FormatVersion = 1;

    /// <summary>Writes the state of a training after an epoch.</summary>
    /// <exception cref="InvalidValueException">The file can't be written, or exists and is not to be overwritten; or two tensors have one name.</exception>
    public static void Save(string path, Module model, Optimizer? optimizer, LearningRateSchedule? schedule, int epoch, bool overwrite) =>
        Write(path, State(model, optimizer, schedule, epoch), overwrite);

    /// <summary>Puts model, optimizer and schedule, and what they draw from, back to where they were; where one does not fit, nothing is changed.</summary>
    /// <exception cref="InvalidValueException">The file can't be read, is no checkpoint, or is one of another model or optimizer.</exception>
    public static CheckpointInfo Load(string path, Module model, Optimizer? optimizer, LearningRateSchedule? schedule = null)
    {
        int epoch = Restore(path, Read(path), model, optimizer, schedule);
        return new CheckpointInfo(epoch, epoch + 1);
    }

    /// <summary>The state of a training after an epoch.</summary>
    /// <exception cref="InvalidValueException">A number of epochs below 0, or two tensors have one name.</exception>
    internal static OrderedDictionary<string, object?> State(Module model, Optimizer? optimizer, LearningRateSchedule? schedule, int epoch) => new()
    {
        [VersionKey] = FormatVersion,
        [EpochKey] = epoch >= 0 ? epoch : throw Errors.Negative("Epoch", epoch),
        [Model] = model.StateDict(),
        [MethodKey] = optimizer?.GetType().Name,
        [OptimizerKey] = optimizer?.StateDict(),
        [ScheduleKey] = schedule?.StateDict(),
        [DrawsKey] = model.Generators().Select(generator => generator.GetState()).ToArray(),
        [DefaultKey] = Generator.Default.GetState(),
    };

    /// <summary>Writes a state, and whatever is with it.</summary>
    /// <exception cref="InvalidValueException">The file can't be written, or exists and is not to be overwritten.</exception>
    internal static void Write(string path, OrderedDictionary<string, object?> state, bool overwrite)
    {
        var tensors = new NamedTensors(new Dictionary<string, string>());
        string text = StateTree.Write(state, string.Empty, tensors).ToJsonString();
        var written = new NamedTensors(new Dictionary<string, string> { ["format"] = "pt", [MetadataKey] = text });
        foreach (var (name, tensor) in tensors)
            written.Add(name, tensor);
        SafeFile.Write(path, overwrite, stream => Safetensors.Write(stream, written));
    }

    /// <summary>Goes back to a state that was read, and gives its epoch; where something does not fit, nothing is changed.</summary>
    /// <param name="path">Where it was read, for errors.</param>
    /// <param name="state">The state.</param>
    /// <param name="model">The model.</param>
    /// <param name="optimizer">Its optimizer.</param>
    /// <param name="schedule">The optimizer's schedule.</param>
    /// <param name="check">Refuses what was loaded.</param>
    /// <exception cref="InvalidValueException">It is one of another model or optimizer, or is refused.</exception>
    internal static int Restore(
        string path, OrderedDictionary<string, object?> state, Module model, Optimizer? optimizer, LearningRateSchedule? schedule, Action? check = null)
    {
        var generators = model.Generators().ToArray();
        byte[][] draws = [.. (state[DrawsKey] as object[] ?? []).OfType<byte[]>()];
        string? method = state[MethodKey] as string;
        if (method != optimizer?.GetType().Name)
            throw FileErrors.Checkpoint(path, $"it is of a training with {method ?? "no optimizer"}, not with {optimizer?.GetType().Name ?? "none"}");
        if (state[ScheduleKey] is null != schedule is null)
            throw FileErrors.Checkpoint(path, schedule is null ? "it is of a training with a schedule, and none is given" : "it is of a training without a schedule");
        if (draws.Length != generators.Length)
            throw FileErrors.Checkpoint(path, $"its model draws from {draws.Length} generators, this one from {generators.Length}");
        // What may refuse comes first, and the first of it is undone.
        var before = model.StateDict();
        var (optimizerBefore, scheduleBefore) = (optimizer?.StateDict(), schedule?.StateDict());
        var generatorsBefore = generators.Append(Generator.Default).Select(generator => (generator, State: generator.GetState())).ToArray();
        try
        {
            model.LoadStateDict((IDictionary)state[Model]!);
            foreach (var (generator, bytes) in generators.Zip(draws))
                generator.SetState(bytes);
            Generator.Default.SetState((byte[])state[DefaultKey]!);
            optimizer?.LoadStateDict((IDictionary)state[OptimizerKey]!);
            // Last, for it sets the optimizer's rates.
            schedule?.LoadStateDict((IDictionary)state[ScheduleKey]!);
            check?.Invoke();
        }
        catch (LinRegException)
        {
            model.LoadStateDict(before);
            schedule?.LoadStateDict(scheduleBefore!);
            optimizer?.LoadStateDict(optimizerBefore!);
            Array.ForEach(generatorsBefore, saved => saved.generator.SetState(saved.State));
            throw;
        }
        return (int)state[EpochKey]!;
    }

    /// <summary>The state in a file.</summary>
    /// <exception cref="InvalidValueException">The file can't be read, or is no checkpoint.</exception>
    internal static OrderedDictionary<string, object?> Read(string path) => SafeFile.Read(path, Read);

    /// <summary>The same of a file that is open already.</summary>
    /// <exception cref="InvalidValueException">It is no checkpoint.</exception>
    internal static OrderedDictionary<string, object?> Read(string name, Stream file) => SafeFile.Read(name, file, Read);

    private static OrderedDictionary<string, object?> Read(Stream stream)
    {
        var tensors = Safetensors.Read(stream);
        if (!tensors.Metadata.TryGetValue(MetadataKey, out string? text))
            throw new UnreadableException("it holds tensors, but no checkpoint");
        using var json = JsonDocument.Parse(text);
        return StateTree.Read(json.RootElement, tensors) is OrderedDictionary<string, object?> state && IsWhole(state)
            ? state
            : throw new UnreadableException("its checkpoint is not as this project writes it");
    }

    private static bool IsWhole(OrderedDictionary<string, object?> state) =>
        state.TryGetValue(VersionKey, out object? version) && version is FormatVersion
        && state.TryGetValue(EpochKey, out object? epoch) && epoch is >= 0 and < int.MaxValue
        && state.TryGetValue(Model, out object? model) && model is IDictionary
        && state.TryGetValue(MethodKey, out object? method) && method is null or string
        && state.TryGetValue(OptimizerKey, out object? optimizer) && (optimizer is IDictionary || method is null)
        && state.TryGetValue(ScheduleKey, out object? schedule) && schedule is null or IDictionary
        && state.TryGetValue(DrawsKey, out object? draws) && draws is object[]
        && state.TryGetValue(DefaultKey, out object? standard) && standard is byte[];
}
