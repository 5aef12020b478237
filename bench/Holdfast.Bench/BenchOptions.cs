using System.Globalization;

namespace Holdfast.Bench;

/// <summary>What the command line asks for.</summary>
internal sealed record BenchOptions
{
    public const string Usage = """
        bench/run [name] [--quick] [--only text] [--concurrency 1,16,64,256] [--seconds 1.5] [--rounds 5]

          name           main, growth, idle, resume, startup, micro, guards, classifier, vectors or words; all when absent
          --quick        fewer concurrency levels, rounds and sessions
          --only         contestants whose name contains one of these texts, separated by commas
          --concurrency  runs at once, separated by commas
          --seconds      length of one measurement
          --rounds       interleaved measurements of each contestant
        """;

    public string? Name { get; init; }

    public bool Quick { get; init; }

    public string[] Only { get; init; } = [];

    public int[]? Concurrency { get; init; }

    public double? Seconds { get; init; }

    public int? Rounds { get; init; }

    public string Output { get; init; } = "artifacts/bench";

    public bool Wants(string contestant) => Only.Length == 0 || Only.Any(text => contestant.Contains(text, StringComparison.Ordinal));

    /// <summary>Returns null when the arguments are not understood or help is wanted.</summary>
    public static BenchOptions? Parse(string[] arguments)
    {
        var options = new BenchOptions();
        for (var i = 0; i < arguments.Length; i++)
        {
            var hasValue = i + 1 < arguments.Length;
            switch (arguments[i])
            {
                case "--quick":
                    options = options with { Quick = true };
                    break;
                case "--output" when hasValue:
                    options = options with { Output = arguments[++i] };
                    break;
                case "--only" when hasValue:
                    options = options with { Only = arguments[++i].Split(',') };
                    break;
                case "--concurrency" when hasValue:
                    options = options with { Concurrency = [.. arguments[++i].Split(',').Select(text => int.Parse(text, CultureInfo.InvariantCulture))] };
                    break;
                case "--seconds" when hasValue:
                    options = options with { Seconds = double.Parse(arguments[++i], CultureInfo.InvariantCulture) };
                    break;
                case "--rounds" when hasValue:
                    options = options with { Rounds = int.Parse(arguments[++i], CultureInfo.InvariantCulture) };
                    break;
                case var name when !name.StartsWith('-') && options.Name is null:
                    options = options with { Name = name };
                    break;
                default:
                    return null;
            }
        }

        return options;
    }
}
