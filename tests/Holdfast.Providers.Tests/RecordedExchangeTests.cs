using Holdfast.Models;
using Microsoft.Extensions.AI;

namespace Holdfast.Providers.Tests;

/// <summary>Every recorded exchange of a protocol is decoded exactly, however it is cut into pieces, and never shortened.</summary>
public abstract class RecordedExchangeTests(string protocol)
{
    private protected virtual IReadOnlyList<ProtocolCase> Cases { get; } = ProtocolCase.Load(protocol);

    protected abstract IChatClient Client(HttpMessageHandler handler);

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task Decodes_every_case_exactly_in_pieces_of(int size)
    {
        Cases.Count.ShouldBeGreaterThan(10);
        foreach (var recorded in Cases)
        {
            (await recorded.AskAsync(Client(recorded.Handler(size)))).ShouldBe(recorded.Expected, recorded.Id);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cut_at_any_byte_fails_or_loses_nothing(bool breaks)
    {
        foreach (var recorded in Cases)
        {
            // Every byte of a stream; a whole body is one JSON value, where any few bytes are like any others.
            var step = recorded.Stream ? 1 : 7;
            var whole = 0;
            for (var cut = 0; cut < recorded.Body.Length; cut += step)
            {
                try
                {
                    (await recorded.AskAsync(Client(recorded.Handler(cutAt: cut, breaks: breaks)))).ShouldBe(recorded.Expected, $"{recorded.Id} cut at {cut}");
                    whole++;
                }
                catch (ModelException failure)
                {
                    failure.Category.ShouldBe(ErrorCategory.Network, $"{recorded.Id} cut at {cut}: {failure.Message}");
                }
            }

            // Only what follows the end mark may be missing.
            whole.ShouldBeLessThan(40, recorded.Id);
        }
    }
}
