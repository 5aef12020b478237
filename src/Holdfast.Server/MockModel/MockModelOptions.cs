namespace Holdfast.Server.MockModel;

/// <summary>How a <see cref="MockModelServer"/> behaves.</summary>
public sealed class MockModelOptions
{
    /// <summary>The port on 127.0.0.1; 0 (the default) takes a free one. Range: 0 to 65535.</summary>
    public int Port { get; set; }

    /// <summary>The seed of faults, ids and pieces. The default is 1.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>What the model answers. The default has no rules: the built-in mind echoes and calls the tools that it is told to.</summary>
    public MockScript Script { get; set; } = new();

    /// <summary>How often each fault happens. None by default.</summary>
    public MockFaults Faults { get; set; } = new();

    /// <summary>The only API key accepted; null (the default) accepts every request.</summary>
    public string? ApiKey { get; set; }

    /// <summary>The models that <c>/v1/models</c> lists. Requests may name any model.</summary>
    public IReadOnlyList<string> Models { get; set; } = ["mock-model"];

    /// <summary>The delay that a 429 asks for. The default is 1 second. Fractions of a second go into <c>retry-after-ms</c>.</summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a hang lasts at most, from the request to the closing of the connection. The default is 5 minutes.</summary>
    public TimeSpan HangFor { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The delay before each piece of a slow stream. The default is 250 ms.</summary>
    public TimeSpan SlowDelay { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The delay before each event of every other stream, to look like a real model. The default is none.</summary>
    public TimeSpan StreamDelay { get; set; }

    /// <summary>Requests with more input tokens get the error of a prompt that is too long; null (the default) for no limit.</summary>
    public int? ContextTokens { get; set; }

    /// <summary>Whether <see cref="MockServed.RequestJson"/> is kept. The default is no.</summary>
    public bool KeepRequests { get; set; }

    /// <summary>How many requests <see cref="MockModelServer.Served"/> remembers; the oldest are dropped, the totals stay. The default is 100,000.</summary>
    public int ServedLimit { get; set; } = 100_000;

    /// <summary>The clock of delays and of the time in answers. The system's by default.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>What is wrong with these options, all of it at once.</summary>
    internal IEnumerable<string> Problems()
    {
        if (Port is < 0 or > 65535)
        {
            yield return $"{nameof(Port)} is {Port}; it must be within 0 and 65535.";
        }

        (string Name, TimeSpan Value)[] delays =
            [(nameof(RetryAfter), RetryAfter), (nameof(HangFor), HangFor), (nameof(SlowDelay), SlowDelay), (nameof(StreamDelay), StreamDelay)];
        foreach (var (name, value) in delays)
        {
            if (value < TimeSpan.Zero)
            {
                yield return $"{name} is {value}; it must not be negative.";
            }
        }

        if (ServedLimit < 1)
        {
            yield return $"{nameof(ServedLimit)} is {ServedLimit}; it must be at least 1.";
        }

        if (Faults.Total > 1.0000001)
        {
            yield return $"The rates of {nameof(Faults)} add up to {Faults.Total:0.##}; lower some of them until it is 1 at most.";
        }
    }
}
