using Holdfast.Bench;
using Holdfast.Bench.Mock;
using Holdfast.Bench.Runs;

switch (args)
{
    case ["mock"]:
        await MockModelServer.ServeAsync();
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
