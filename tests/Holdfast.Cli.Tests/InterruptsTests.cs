namespace Holdfast.Cli.Tests;

public sealed class InterruptsTests
{
    [Fact]
    public void The_first_press_ends_the_command_and_the_second_the_process()
    {
        using var interrupts = new Interrupts();

        interrupts.Press().ShouldBeTrue();
        interrupts.Token.IsCancellationRequested.ShouldBeTrue();
        interrupts.Press().ShouldBeFalse();
    }

    [Fact]
    public void Inside_of_a_scope_a_press_ends_only_that()
    {
        using var interrupts = new Interrupts();
        using (var scope = interrupts.Begin())
        {
            interrupts.Press().ShouldBeTrue();
            scope.Token.IsCancellationRequested.ShouldBeTrue();
            interrupts.Press().ShouldBeFalse();
        }

        interrupts.Token.IsCancellationRequested.ShouldBeFalse();
        interrupts.Press().ShouldBeTrue();
    }
}
