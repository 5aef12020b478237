namespace Holdfast.Cli;

/// <summary>How figures are written.</summary>
internal static class Amounts
{
    /// <summary>Money in USD, with as many digits as small amounts need.</summary>
    public static string Money(decimal dollars) => dollars == 0 ? "$0" : dollars < 0.01m ? $"${dollars:0.000000}" : $"${dollars:0.0000}";

    /// <summary>A duration.</summary>
    public static string Duration(TimeSpan time) => time.TotalSeconds < 1 ? $"{time.TotalMilliseconds:0} ms"
        : time.TotalMinutes < 1 ? $"{time.TotalSeconds:0.0} s"
        : $"{(int)time.TotalMinutes} min {time.Seconds} s";

    /// <summary>A count with its noun.</summary>
    public static string Count(long count, string noun) => $"{count:#,0} {noun}{(count == 1 ? "" : "s")}";
}
