using Holdfast.Bench;
using Holdfast.Bench.Knowledge;
using Holdfast.Bench.Micro;
using Holdfast.Bench.Mock;
using Holdfast.Bench.Runs;
using Holdfast.Bench.Sessions;
using Holdfast.Bench.Startup;

switch (args)
{
    case ["mock"]:
        await MockModelServer.ServeAsync();
        return 0;
    case ["worker", var connection]:
        await ResumeBenchmark.WorkAsync(connection);
        return 0;
    case ["server", var url, var storage]:
        await StartupBenchmark.ServeAsync(url, storage);
        return 0;
    case ["nothing"]:
        Console.WriteLine("Here.");
        return 0;
}

var options = BenchOptions.Parse(args);
if (options is null)
{
    Console.WriteLine(BenchOptions.Usage);
    return 1;
}

var benchmarks = new Dictionary<string, Func<BenchOptions, Task<object>>>(StringComparer.Ordinal)
{
    ["main"] = MainBenchmark.RunAsync,
    ["growth"] = GrowthBenchmark.RunAsync,
    ["idle"] = IdleBenchmark.RunAsync,
    ["resume"] = ResumeBenchmark.RunAsync,
    ["startup"] = StartupBenchmark.RunAsync,
    ["micro"] = MicroBenchmark.RunAsync,
    ["guards"] = GuardBenchmark.RunAsync,
    ["classifier"] = ClassifierBenchmark.RunAsync,
    ["vectors"] = VectorBenchmark.RunAsync,
    ["words"] = WordBenchmark.RunAsync,
};
foreach (var (name, run) in benchmarks)
{
    if (options.Name is null || options.Name == name)
    {
        Console.WriteLine($"\n== {name} ==");
        Report.Write(options, name, await run(options));
    }
}

return 0;
