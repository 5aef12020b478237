using System.Text.Encodings.Web;
using System.Text.Json;

namespace Holdfast.Bench;

/// <summary>Prints tables and writes results as JSON.</summary>
internal static class Report
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(BenchOptions options, string name, object results)
    {
        Directory.CreateDirectory(options.Output);
        var path = Path.Combine(options.Output, name + ".json");
        var machine = $"{Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GB, {System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription}";
        File.WriteAllText(path, JsonSerializer.Serialize(new { name, at = DateTimeOffset.UtcNow, machine, options.Quick, results }, Json));
        Console.WriteLine($"-> {path}");
    }

    public static void Table(string[] heads, IEnumerable<object?[]> rows)
    {
        List<string[]> lines = [heads, .. rows.Select(row => row.Select(Text).ToArray())];
        var widths = Enumerable.Range(0, heads.Length).Select(column => lines.Max(line => line[column].Length)).ToArray();
        foreach (var line in lines)
        {
            Console.WriteLine(string.Join("  ", line.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))));
        }
    }

    private static string Text(object? cell) => cell switch
    {
        null => "",
        double number when double.IsNaN(number) => "",
        double number => Math.Abs(number) >= 100 ? number.ToString("#,0") : number.ToString("0.###"),
        long or int => $"{cell:#,0}",
        _ => cell.ToString() ?? "",
    };
}
