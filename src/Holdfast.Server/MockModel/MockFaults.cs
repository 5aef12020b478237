using System.Globalization;

namespace Holdfast.Server.MockModel;

/// <summary>How often each fault happens. A request suffers one fault at most, so the rates add up to 1 at most.</summary>
public sealed class MockFaults
{
    private readonly double[] rates = new double[Enum.GetValues<MockFault>().Length];

    /// <summary>The share of requests that suffer this fault: 0 (the default) to 1.</summary>
    /// <param name="fault">Any fault but <see cref="MockFault.None"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not within 0 and 1, or the fault is <see cref="MockFault.None"/>.</exception>
    public double this[MockFault fault]
    {
        get => rates[(int)fault];
        set
        {
            ArgumentOutOfRangeException.ThrowIfEqual((int)fault, (int)MockFault.None, nameof(fault));
            if (value is not (>= 0 and <= 1))
            {
                throw new ArgumentOutOfRangeException(nameof(value), value, $"The rate of {MockFaultNames.Of(fault)} must be within 0 and 1.");
            }

            rates[(int)fault] = value;
        }
    }

    /// <summary>The share of requests that suffer any fault: the sum of the rates.</summary>
    public double Total => rates.Sum();

    /// <summary>Every kind of fault, spread evenly, so that this share of all requests is faulty.</summary>
    /// <param name="totalRate">0 to 1; 0.3 makes 30 % of the requests faulty.</param>
    public static MockFaults All(double totalRate) => Only(totalRate, [.. Enum.GetValues<MockFault>().Where(fault => fault != MockFault.None)]);

    /// <summary>Only these faults, spread evenly, so that this share of all requests is faulty.</summary>
    /// <param name="totalRate">0 to 1.</param>
    /// <param name="kinds">At least one fault.</param>
    public static MockFaults Only(double totalRate, params MockFault[] kinds)
    {
        ArgumentNullException.ThrowIfNull(kinds);
        ArgumentOutOfRangeException.ThrowIfZero(kinds.Length, nameof(kinds));
        var faults = new MockFaults();
        foreach (var kind in kinds)
        {
            faults[kind] = totalRate / kinds.Length;
        }

        return faults;
    }

    /// <summary>Reads rates as a command line writes them: <c>0.3</c> or <c>all=0.3</c> for every fault, <c>hang=0.05,429=0.2</c> for some.</summary>
    /// <param name="text">Names and rates, parted by commas. A later entry replaces an earlier one.</param>
    /// <exception cref="HoldfastException">Code <c>invalid-mock-faults</c>: a name or rate is wrong, or the sum is over 1.</exception>
    public static MockFaults Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var faults = new MockFaults();
        foreach (var entry in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = entry.Split('=', StringSplitOptions.TrimEntries);
            var (name, number) = parts.Length == 1 ? ("all", parts[0]) : (parts[0], parts[1]);
            var isNumber = double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var rate);
            if (parts.Length > 2 || !isNumber || rate is not (>= 0 and <= 1))
            {
                throw Invalid($"'{entry}' is not name=rate with a rate within 0 and 1");
            }

            if (string.Equals(name, "all", StringComparison.OrdinalIgnoreCase))
            {
                faults = All(rate);
            }
            else if (MockFaultNames.TryParse(name, out var fault) && fault != MockFault.None)
            {
                faults[fault] = rate;
            }
            else
            {
                throw Invalid($"'{name}' is no fault");
            }
        }

        return faults.Total <= 1.0000001 ? faults : throw Invalid($"the rates add up to {faults.Total:0.##}, which is over 1");
    }

    internal MockFault Draw(double number)
    {
        for (var kind = 1; kind < rates.Length; kind++)
        {
            number -= rates[kind];
            if (number < 0)
            {
                return (MockFault)kind;
            }
        }

        return MockFault.None;
    }

    private static HoldfastException Invalid(string what) => new(
        "invalid-mock-faults",
        $"The faults cannot be read: {what}. Write a rate for all (0.3) or per fault (hang=0.05,429=0.2). Faults: all, {MockFaultNames.Valid}.");
}
