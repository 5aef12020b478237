using Holdfast.Json;

namespace Holdfast.Tests.Json;

/// <summary>Tool arguments are checked on every call, so checking them must cost next to nothing.</summary>
public class JsonSchemaAllocationTests(ITestOutputHelper output)
{
    [Fact]
    public void Checking_a_small_valid_object_allocates_next_to_nothing()
    {
        var schema = JsonSchema.Parse(SharedData.Parse("""
            {"type":"object","properties":{"service":{"type":"string","enum":["cut","colour"]},"start":{"type":"string","format":"date-time"},
             "people":{"type":"integer","minimum":1,"maximum":8},"note":{"type":"string","maxLength":200}},
             "required":["service","start","people"],"additionalProperties":false}
            """), assertFormats: true);
        var arguments = SharedData.Parse("""{"service":"cut","start":"2025-03-01T09:00:00Z","people":2,"note":"by the window"}""");
        for (var i = 0; i < 200; i++)
            schema.IsValid(arguments).ShouldBeTrue();
        const int Calls = 200_000;
        var started = TimeProvider.System.GetTimestamp();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Calls; i++)
            schema.IsValid(arguments);
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / Calls;
        output.WriteLine($"{TimeProvider.System.GetElapsedTime(started).TotalMicroseconds / Calls:F2} µs and {bytes} bytes each");
        bytes.ShouldBeLessThan(200);
    }
}
