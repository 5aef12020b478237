using Holdfast.Storage.Identity;

namespace Holdfast.Storage.Tests.Contracts;

/// <summary>API keys are found by themselves only, end when they should, and each change of them is in a log that shows whether it was altered.</summary>
public abstract class IdentityContract : StoreContract
{
    private static readonly DateTimeOffset Now = Start;

    private IHoldfastStorage Storage => (IHoldfastStorage)Journal;

    /// <summary>Runs a statement on the database, past everything that keeps it in order.</summary>
    protected abstract Task TamperAsync(string sql);

    [Fact]
    public async Task A_key_is_found_by_itself_and_nothing_of_it_but_its_beginning_is_kept()
    {
        (await Storage.ApiKeys.AnyAsync()).ShouldBeFalse();
        var issued = await Storage.ApiKeys.CreateAsync(new ApiKeyRequest("acme", "shop", ["invoke", "invoke", "orders:read"], Now.AddDays(1)), "root", Now);

        issued.Secret.Length.ShouldBe(46);
        issued.Secret.ShouldStartWith(issued.Key.Prefix);
        issued.ToString().ShouldNotContain(issued.Secret);
        (await Storage.ApiKeys.AnyAsync()).ShouldBeTrue();
        var found = (await Storage.ApiKeys.FindAsync(issued.Secret)).ShouldNotBeNull();
        found.ShouldSatisfyAllConditions(
            key => key.Id.ShouldBe(issued.Key.Id),
            key => key.Tenant.ShouldBe("acme"),
            key => key.Name.ShouldBe("shop"),
            key => key.Scopes.ShouldBe(["invoke", "orders:read"]),
            key => key.ExpiresAt.ShouldBe(Now.AddDays(1)),
            key => key.IsActive(Now.AddDays(1)).ShouldBeFalse(),
            key => key.IsActive(Now.AddDays(1).AddTicks(-10)).ShouldBeTrue());
        (await Storage.ApiKeys.FindAsync(issued.Secret[..^1])).ShouldBeNull();
        (await Storage.ApiKeys.FindAsync(issued.Secret.ToUpperInvariant())).ShouldBeNull();
        (await Storage.ApiKeys.FindAsync("")).ShouldBeNull();
    }

    [Theory]
    [InlineData("", "shop", "invoke")]
    [InlineData("acme", "", "invoke")]
    [InlineData("acme", "a\nb", "invoke")]
    [InlineData("acme", "shop", "")]
    [InlineData("acme", "shop", "Invoke")]
    [InlineData("acme", "shop", "in voke")]
    public async Task A_key_that_makes_no_sense_is_refused(string tenant, string name, string scope) =>
        (await Should.ThrowAsync<HoldfastException>(() => Storage.ApiKeys.CreateAsync(new ApiKeyRequest(tenant, name, [scope]), "root", Now))).Code.ShouldBe("invalid-key");

    [Fact]
    public async Task A_rotated_key_lives_until_the_given_time_and_the_new_one_takes_over()
    {
        var old = await Storage.ApiKeys.CreateAsync(new ApiKeyRequest("acme", "shop", ["invoke"]), "root", Now);
        var fresh = await Storage.ApiKeys.RotateAsync("acme", old.Key.Id, Now.AddHours(1), null, "root", Now);

        fresh.Secret.ShouldNotBe(old.Secret);
        var before = (await Storage.ApiKeys.FindAsync(old.Secret)).ShouldNotBeNull();
        before.IsActive(Now.AddMinutes(59)).ShouldBeTrue();
        before.IsActive(Now.AddHours(1)).ShouldBeFalse();
        (await Storage.ApiKeys.FindAsync(fresh.Secret)).ShouldNotBeNull().ShouldSatisfyAllConditions(
            key => key.Name.ShouldBe("shop"), key => key.Scopes.ShouldBe(["invoke"]), key => key.IsActive(Now.AddYears(9)).ShouldBeTrue());

        // A second rotation does not let the first key live longer than was said.
        await Storage.ApiKeys.RotateAsync("acme", old.Key.Id, Now.AddDays(9), null, "root", Now);
        (await Storage.ApiKeys.FindAsync(old.Secret)).ShouldNotBeNull().ExpiresAt.ShouldBe(Now.AddHours(1));
        (await Should.ThrowAsync<HoldfastException>(() => Storage.ApiKeys.RotateAsync("acme", old.Key.Id, Now.AddDays(9), null, "root", Now.AddHours(1)))).Code.ShouldBe("key-ended");
    }

    [Fact]
    public async Task A_key_that_expires_is_followed_by_one_that_lives_as_long()
    {
        var old = await Storage.ApiKeys.CreateAsync(new ApiKeyRequest("acme", "shop", ["invoke"], Now.AddDays(90)), "root", Now);

        (await Storage.ApiKeys.RotateAsync("acme", old.Key.Id, Now.AddDays(81), null, "root", Now.AddDays(80))).Key.ExpiresAt.ShouldBe(Now.AddDays(170));
        (await Storage.ApiKeys.RotateAsync("acme", old.Key.Id, Now.AddDays(81), Now.AddDays(99), "root", Now.AddDays(80))).Key.ExpiresAt.ShouldBe(Now.AddDays(99));

        var last = await Storage.ApiKeys.CreateAsync(new ApiKeyRequest("acme", "shop", ["invoke"], DateTimeOffset.MaxValue), "root", Now);
        (await Storage.ApiKeys.RotateAsync("acme", last.Key.Id, DateTimeOffset.MaxValue, null, "root", Now.AddDays(1))).Key.ExpiresAt.ShouldBeNull();
    }

    [Fact]
    public async Task A_revoked_key_ends_at_once_and_only_its_tenant_can_end_it()
    {
        var issued = await Storage.ApiKeys.CreateAsync(new ApiKeyRequest("acme", "shop", ["invoke"]), "root", Now);

        (await Should.ThrowAsync<HoldfastException>(() => Storage.ApiKeys.RevokeAsync("other", issued.Key.Id, "root", Now))).Code.ShouldBe("unknown-key");
        (await Should.ThrowAsync<HoldfastException>(() => Storage.ApiKeys.RotateAsync("other", issued.Key.Id, Now, null, "root", Now))).Code.ShouldBe("unknown-key");
        (await Storage.ApiKeys.RevokeAsync("acme", issued.Key.Id, "root", Now)).RevokedAt.ShouldBe(Now);
        (await Storage.ApiKeys.RevokeAsync("acme", issued.Key.Id, "root", Now.AddDays(1))).RevokedAt.ShouldBe(Now);
        (await Storage.ApiKeys.FindAsync(issued.Secret)).ShouldNotBeNull().IsActive(Now).ShouldBeFalse();
        (await Storage.ApiKeys.ListAsync("other")).ShouldBeEmpty();
        (await Storage.ApiKeys.ListAsync("acme")).ShouldHaveSingleItem().Prefix.ShouldBe(issued.Key.Prefix);
        (await Storage.ApiKeys.AnyAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task Each_change_is_in_the_audit_log_without_a_secret()
    {
        var issued = await Storage.ApiKeys.CreateAsync(new ApiKeyRequest("acme", "shop", ["invoke"]), "root", Now);
        var fresh = await Storage.ApiKeys.RotateAsync(null, issued.Key.Id, Now.AddHours(1), null, "root", Now);
        await Storage.ApiKeys.RevokeAsync(null, fresh.Key.Id, "someone", Now);
        await Storage.Audit.AppendAsync(new AuditAct(Now, "other", "x", "person.erased", "p"));

        var acts = await Storage.Audit.ReadAsync("acme", null, 10);
        acts.Select(act => act.Act).ShouldBe(["key.revoked", "key.rotated", "key.created"]);
        acts.Select(act => act.Actor).ShouldBe(["someone", "root", "root"]);
        acts.ShouldAllBe(act => !act.ToString().Contains(issued.Secret) && !act.ToString().Contains(fresh.Secret));
        (await Storage.Audit.ReadAsync("acme", acts[0].Sequence, 1)).ShouldHaveSingleItem().Act.ShouldBe("key.rotated");
        (await Storage.Audit.ReadAsync(null, null, 10)).Count.ShouldBe(4);
        (await Storage.Audit.VerifyAsync()).ShouldBe((4, null));
    }

    [Fact]
    public async Task Processes_that_act_at_once_make_one_chain()
    {
        var another = (IHoldfastStorage)(await OpenAnotherAsync()).Journal;
        await Task.WhenAll(Enumerable.Range(0, 24).Select(i => (i % 2 == 0 ? Storage : another).Audit.AppendAsync(new AuditAct(Now, "acme", "root", "act", $"{i}"))));

        (await Storage.Audit.VerifyAsync()).ShouldBe((24, null));
    }

    [Fact]
    public async Task The_log_cannot_be_changed_by_statements_and_shows_when_it_was_changed_all_the_same()
    {
        for (var i = 1; i <= 3; i++)
        {
            await Storage.Audit.AppendAsync(new AuditAct(Now, "acme", "root", "act", $"{i}"));
        }

        await using (var command = Storage.AgentData.CreateCommand("UPDATE audit SET actor = 'nobody' WHERE seq = 2"))
        {
            (await Should.ThrowAsync<System.Data.Common.DbException>(() => command.ExecuteNonQueryAsync())).Message.ShouldContain("append-only");
        }

        await using (var command = Storage.AgentData.CreateCommand("DELETE FROM audit WHERE seq = 3"))
        {
            (await Should.ThrowAsync<System.Data.Common.DbException>(() => command.ExecuteNonQueryAsync())).Message.ShouldContain("append-only");
        }

        await TamperAsync("UPDATE audit SET actor = 'nobody' WHERE seq = 2");
        (await Storage.Audit.VerifyAsync()).ShouldBe((1, 2));
    }
}
