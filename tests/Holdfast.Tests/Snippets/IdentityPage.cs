using Holdfast.People;

namespace Holdfast.Tests.Snippets;

/// <summary>The code of docs/identity.md.</summary>
public sealed class IdentityPage
{
    [Fact]
    public async Task A_source_gives_out_and_erases_what_it_keeps_of_one_person()
    {
        var token = TestContext.Current.CancellationToken;
        var source = new NewsletterData(new NewsletterTable());
        var ann = new Person("acme", "ann", []);
        var records = new List<string>();
        await foreach (var record in source.ReadAsync(ann, token))
        {
            records.Add($"{source.Name}.{record.Kind} {record.Data.GetRawText()}");
        }

        records.ShouldBe(["newsletter.subscription {\"address\":\"ann@example.com\"}"]);
        (await source.EraseAsync(ann, token)).ShouldBe(1);
        (await source.EraseAsync(ann, token)).ShouldBe(0);
    }
}
