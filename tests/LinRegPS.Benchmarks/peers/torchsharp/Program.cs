using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using LinRegPS.Benchmarks.TorchSharpPeer;
using TorchSharp;

// The requests are those of peers/peer.py. usage: run.sh THREADS
torch.set_num_threads(int.Parse(args[0]));
Answer(new { versions = $"TorchSharp {typeof(torch).Assembly.GetName().Version!.ToString(3)}, libtorch {torch.__version__}" });
var prepared = new Dictionary<int, Case>();
while (Console.ReadLine() is { } line)
{
    var request = JsonNode.Parse(line)!;
    if (request["prepare"] is { } made)
    {
        var @case = Cases.Make(request["case"]!.GetValue<string>(), request["arguments"]!);
        prepared[made.GetValue<int>()] = @case;
        Answer(new { check = @case.Check() });
    }
    else if (request["measure"] is { } measured)
        Answer(new { seconds = Measure(prepared[measured.GetValue<int>()], request["seconds"]!.GetValue<double>()) });
    else
    {
        prepared.Clear();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Answer(new { });
    }
}

static double Measure(Case @case, double seconds)
{
    var times = new List<double>();
    long begin = Stopwatch.GetTimestamp();
    do
    {
        long start = Stopwatch.GetTimestamp();
        @case.Run();
        times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds / @case.Steps);
    }
    while (Stopwatch.GetElapsedTime(begin).TotalSeconds < seconds);
    times.Sort();
    return (times[(times.Count - 1) / 2] + times[times.Count / 2]) / 2;
}

static void Answer(object result) => Console.WriteLine(JsonSerializer.Serialize(result));
