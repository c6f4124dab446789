using System.Text.Json.Nodes;
using LinRegPS.Engine.Tests.Layers;
using LinRegPS.Engine.Tests.Support;
using LinRegPS.Files;
using LinRegPS.Files.Models;

namespace LinRegPS.Engine.Tests.Files;

/// <summary>Every layer that there is comes back from a file as it was, and a file that says what can't be is refused in little memory.</summary>
public sealed class ArchitectureTests : IDisposable
{
    // Of no class of its own that a file could name.
    private static readonly Type[] s_scripts = [typeof(CustomModel)];

    private readonly FileFixture _files = new();

    public void Dispose() => _files.Dispose();

    public static TheoryData<string> Names => [.. ModuleReferenceTests.Modules.Keys.Concat(s_more.Keys)];

    private static readonly Dictionary<string, Func<Generator, Module>> s_more = new()
    {
        ["NamedSequential"] = g => new Sequential(new OrderedDictionary<string, Module> { ["in"] = new Linear(3, 4, true, g), ["act"] = new Tanh(), ["inner"] = new Sequential(new Linear(4, 1, false, g)) }),
        ["EmptySequential"] = _ => new Sequential(),
        ["ModuleList"] = g => new ModuleList(new Linear(3, 4, true, g), new ModuleList(new ReLU())),
        ["ModuleDict"] = g => new ModuleDict(new OrderedDictionary<string, Module> { ["z"] = new Linear(3, 4, true, g), ["a"] = new GRUCell(2, 3, true, g) }),
        ["Valid"] = g => new Conv2d(2, 3, [3], padding: "valid", generator: g),
        ["EmbeddingPadding"] = g => new Embedding(5, 2, -1, g),
        ["Norms"] = _ => new Sequential(new BatchNorm1d(3, momentum: null), new LayerNorm([2, 3], 1e-3, elementwiseAffine: false), new GroupNorm(2, 4, 1e-4, affine: false)),
        ["Pools"] = _ => new Sequential(new MaxPool2d([3, 2], [2], [1, 0], [2, 1], ceilMode: true), new AvgPool2d([2], ceilMode: true, countIncludePad: false)),
        ["SharedActivation"] = g => new ReLU() is var relu ? new Sequential(new Linear(3, 4, true, g), relu, new Linear(4, 1, true, g), relu) : throw new InvalidOperationException(),
        ["RNNCellRelu"] = g => new RNNCell(2, 3, bias: false, nonlinearity: "relu", generator: g),
        ["Attention"] = g => new MultiheadAttention(4, 2, dropout: 0.25, bias: false, batchFirst: true, generator: g),
        ["Scaled"] = g => new Scaler(Tensor.Normal(g, 1e4, 3, 9, 3)).Wrap(new Linear(3, 1, true, g), new Scaler(Tensor.Normal(g, 1, 3, 9, 1))),
        ["RNNRest"] = g => new RNN(3, 2, 2, "relu", bias: false, batchFirst: true, dropout: 0.25, bidirectional: true, generator: g),
    };

    private static Module Make(string name) => (ModuleReferenceTests.Modules.GetValueOrDefault(name) ?? s_more[name])(new Generator(3));

    [Theory]
    [MemberData(nameof(Names))]
    public void ALayerComesBackAsItWas(string name)
    {
        var model = Make(name);
        ModelFile.Save(_files["a.safetensors"], model, overwrite: false);
        var read = ModelFile.Load(_files["a.safetensors"]);
        Assert.Equal(model.ToString(), read.ToString());
        Assert.Equal(Arguments(model), Arguments(read));
        AssertSameState(model, read);
        Assert.Equal(model.Parameters().Select(p => p.RequiresGrad), read.Parameters().Select(p => p.RequiresGrad));
    }

    [Fact]
    public void NoLayerIsLeftOut()
    {
        var tried = ModuleReferenceTests.Modules.Keys.Concat(s_more.Keys).SelectMany(name => new ModuleContents(Make(name)).Modules).Select(layer => layer.GetType()).ToHashSet();
        var all = typeof(Module).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Module)) && type is { IsAbstract: false, IsPublic: true });
        Assert.Empty(all.Except(tried).Except(s_scripts).Select(type => type.Name));
    }

    // What the constructor does not say is seen in what is computed: each argument by itself is another layer.
    [Theory]
    [MemberData(nameof(Names))]
    public void TheFileSaysEachArgument(string name)
    {
        foreach (var layer in new ModuleContents(Make(name)).Modules.Where(layer => layer is not CustomModel))
        {
            var arguments = Architecture.Arguments(layer);
            Assert.NotNull(arguments);
            var constructor = layer.GetType().GetConstructors().MaxBy(c => c.GetParameters().Length)!;
            Assert.Equal(constructor.GetParameters().Where(p => p.ParameterType != typeof(Generator)).Select(p => p.Name), arguments.Keys);
        }
    }

    [Fact]
    public void WhatStandsAtTwoPlacesOrIsAScriptsIsNotSaid()
    {
        var shared = new Linear(2, 2);
        Assert.Null(Architecture.Describe(new Sequential(shared, shared)));
        Assert.Null(Architecture.Describe(new Sequential(new CustomModel([], (_, x) => x))));
        Module nested = new Identity();
        for (int i = 0; i < 100; i++)
            nested = new Sequential(nested);
        Assert.Null(Architecture.Describe(nested));
    }

    public static TheoryData<string, string> Hostile => new()
    {
        { """{"class":"Linear","inFeatures":2147483647,"outFeatures":2147483647,"bias":true}""", "Linear that can't be made" },
        { """{"class":"Linear","inFeatures":60000,"outFeatures":60000,"bias":false}""", "more numbers than the 6" },
        { """{"class":"Linear","inFeatures":-3,"outFeatures":2,"bias":false}""", "InFeatures is -3" },
        { """{"class":"Conv2d","inChannels":1,"outChannels":1,"kernelSize":[50000,50000],"stride":null,"padding":null,"dilation":null,"groups":1,"bias":false}""", "Conv2d that can't be made" },
        { """{"class":"Conv2d","inChannels":1,"outChannels":1,"kernelSize":[1],"stride":null,"padding":{"a":1},"dilation":null,"groups":1,"bias":false}""", "which there is none of" },
        { """{"class":"Conv2d","inChannels":1,"outChannels":1,"kernelSize":[1],"stride":null,"padding":true,"dilation":null,"groups":1,"bias":false}""", "padding is True" },
        { """{"class":"Conv2d","inChannels":1,"outChannels":1,"kernelSize":null,"stride":null,"padding":null,"dilation":null,"groups":1,"bias":false}""", "kernelSize is " },
        { """{"class":"LSTM","inputSize":1,"hiddenSize":1,"numLayers":2147483647,"bias":true,"batchFirst":false,"dropout":0,"bidirectional":true}""", "LSTM that can't be made" },
        { """{"class":"RNNCell","inputSize":1,"hiddenSize":1000000000,"bias":true,"nonlinearity":"tanh"}""", "RNNCell that can't be made" },
        { """{"class":"RNNCell","inputSize":1,"hiddenSize":1,"bias":true,"nonlinearity":"rm -rf"}""", "rm -rf" },
        { """{"class":"Embedding","numEmbeddings":2000000000,"embeddingDim":1,"paddingIdx":null}""", "Embedding that can't be made" },
        { """{"class":"BatchNorm1d","numFeatures":2000000000,"eps":1,"momentum":0.1,"affine":false,"trackRunningStats":true}""", "BatchNorm1d that can't be made" },
        { """{"class":"InstanceNorm1d","numFeatures":2000000000,"eps":1,"affine":true}""", "InstanceNorm1d that can't be made" },
        { """{"class":"GroupNorm","numGroups":1,"numChannels":2000000000,"eps":1,"affine":true}""", "GroupNorm that can't be made" },
        { """{"class":"LayerNorm","normalizedShape":[2000000000,2000000000],"eps":1,"elementwiseAffine":true}""", "LayerNorm that can't be made" },
        { """{"class":"PReLU","numParameters":2000000000,"init":0.25}""", "PReLU that can't be made" },
        { """{"class":"MultiheadAttention","embedDim":2000000000,"numHeads":1,"dropout":0,"bias":true,"batchFirst":false}""", "MultiheadAttention that can't be made" },
        { """{"class":"TransformerEncoderLayer","dModel":1,"nhead":1,"dimFeedforward":2000000000,"dropout":0,"activation":"relu","layerNormEps":1,"batchFirst":false,"normFirst":false}""", "TransformerEncoderLayer that can't be made" },
        { """{"class":"Sequential","layers":[{"class":"Linear","inFeatures":2,"outFeatures":2,"bias":false},{"class":"Linear","inFeatures":2,"outFeatures":2,"bias":false}]}""", "more numbers than the 2" },
        { """{"class":"Sequential","layers":[5]}""", "none of this project's" },
        { """{"class":"Sequential","layers":{"a":{"class":"ReLU"},"a":{"class":"ReLU"}}}""", "layers is" },
        { """{"class":"Sequential","layers":null}""", "layers is" },
        { """{"class":"Sequential","layers":[]}""", "tensors are not those of its model" },
        { """{"class":"ReLU"}""", "unexpected weight" },
        { """{"class":"CustomModel","layers":[],"forward":"{ Remove-Item }"}""", "layers is" },
        { """{"class":"CustomModel","layers":[],"forward":{}}""", "which there is none of" },
        { """{"class":"Module"}""", "layer Module" },
        { """{"class":"Convolutional"}""", "layer Convolutional" },
        { """{"class":"Optimizer"}""", "layer Optimizer" },
        { """{"class":"Linear, System.Private.CoreLib"}""", "which there is none of" },
        { """{"class":"Linear","inFeatures":3,"outFeatures":2,"bias":"yes"}""", "bias is yes" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void WhatCannotBeIsRefusedInLittleMemory(string architecture, string words)
    {
        string file = Write(architecture);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Expect.Error<InvalidValueException>("BadFile", () => ModelFile.Load(file), "a.safetensors", words);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [Fact]
    public void NestedWithoutEndIsRefused() => Expect.Error<InvalidValueException>(
        "BadFile", () => ModelFile.Load(Write(string.Concat(Enumerable.Repeat("""{"class":"Sequential","layers":[""", 5000)) + string.Concat(Enumerable.Repeat("]}", 5000)))), "a.safetensors");

    // Values of other kinds and sizes at all places of true architectures, and texts that are cut.
    [Fact]
    public void MutatedArchitecturesAreMadeOrRefused()
    {
        int count = int.TryParse(Environment.GetEnvironmentVariable("LINREGPS_MUTATIONS"), out int wanted) ? wanted : 3000;
        string[] texts = [.. ModuleReferenceTests.Modules.Keys.Concat(s_more.Keys).Select(name => Architecture.Describe(Make(name))!)];
        int refused = 0;
        for (int seed = 0; seed < count; seed++)
        {
            var random = new Random(seed);
            string text = Mutate(texts[seed % texts.Length], random);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                SafeFile.Read("mutated", new MemoryStream([1]), _ => Architecture.Build(text, 1000));
            }
            catch (LinRegException error) when (error.ErrorId == "LinRegPS.BadFile")
            {
                refused++;
            }
            catch (Exception error)
            {
                Assert.Fail($"seed {seed}, {text}: {error}");
            }
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 8 << 20, $"seed {seed}, {text}");
        }
        Assert.InRange(refused, count / 10, count - 1);
    }

    private static string Mutate(string text, Random random)
    {
        string[] values = ["null", "true", "-1", "0", "2147483647", "1e300", "\"same\"", "[]", "[2,2]", "[-1]", "{}", "{\"class\":\"ReLU\"}", "0.5", "99999999999"];
        if (random.Next(4) == 0)
            return random.Next(2) == 0 ? text[..random.Next(text.Length)] : text.Remove(random.Next(text.Length), 1);
        var root = JsonNode.Parse(text)!;
        var places = new List<(JsonNode Parent, object Key)>();
        Collect(root);
        for (int i = 0; i < 1 + random.Next(2) && places.Count > 0; i++)
        {
            var (parent, key) = places[random.Next(places.Count)];
            var value = JsonNode.Parse(values[random.Next(values.Length)]);
            if (key is string name)
                parent[name] = value;
            else if (parent.AsArray().Count > (int)key)
                parent[(int)key] = value;
        }
        return root.ToJsonString();

        void Collect(JsonNode node)
        {
            IEnumerable<(object Key, JsonNode? Value)> children = node is JsonObject members ? members.Select(member => ((object)member.Key, member.Value))
                : node is JsonArray items ? items.Select((item, i) => ((object)i, item)) : [];
            foreach (var (key, value) in children)
            {
                places.Add((node, key));
                if (value is not null)
                    Collect(value);
            }
        }
    }

    private string Write(string architecture)
    {
        var tensors = new NamedTensors(new Dictionary<string, string> { ["linregps.architecture"] = architecture }) { ["weight"] = Tensor.Zeros(2, 3) };
        TensorFile.Write(_files["a.safetensors"], TensorFormat.Safetensors, tensors, overwrite: true);
        return _files["a.safetensors"];
    }

    private static string Arguments(Module module) => Architecture.Describe(module)!;

    private static void AssertSameState(Module expected, Module actual)
    {
        var (mine, other) = (expected.StateDict(), actual.StateDict());
        Assert.Equal(mine.Keys, other.Keys);
        Assert.All(mine, item => Expect.SameBits(item.Value.ToArray(), other[item.Key].ToArray()));
    }
}
