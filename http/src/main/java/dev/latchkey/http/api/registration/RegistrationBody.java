package dev.latchkey.http.api.registration;

import dev.latchkey.core.credential.Password;
import dev.latchkey.core.principal.DisplayName;
import dev.latchkey.core.principal.Username;
import dev.latchkey.http.problem.Problem;
import dev.latchkey.http.problem.Problem.FieldError;
import dev.latchkey.http.wire.BodyType;
import dev.latchkey.http.wire.Field;
import dev.latchkey.http.wire.Reading;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The body of a registration; what does not fit is the same whoever exists.
 *
 * @param username what they want to be called by the machine
 * @param password what is to prove it
 * @param name what to greet them by
 */
record RegistrationBody(Username username, Password password, String name) {
    private static final int MAX_NAME_LENGTH = 200;

    /** Judged by the rules for usernames once the form fits, so that it is refused in their words. */
    private static final Field<String> USERNAME = Field.string("username", "a form that is accepted", Optional::of);

    private static final Field<Password> PASSWORD = Field.password("password");
    private static final Field<String> NAME = Field.string(
            "name", "1 to " + MAX_NAME_LENGTH + " characters and no control characters", RegistrationBody::name);

    static final BodyType<RegistrationBody> TYPE = BodyType.judged(
            List.of(USERNAME, PASSWORD, NAME), body -> judge(body.get(USERNAME), body.get(PASSWORD), body.get(NAME)));

    /** A username that nobody may have, in the words of the rules for usernames. */
    static FieldError unacceptedUsername() {
        return new FieldError(
                "username",
                "not_accepted",
                "Use 3 to 64 letters and digits of one script, with . _ - + or ' between them, or an e-mail address.");
    }

    private static Optional<String> name(String typed) {
        String name = typed.strip();
        boolean isOne = !name.isEmpty()
                && name.length() <= MAX_NAME_LENGTH
                && name.chars().noneMatch(Character::isISOControl);
        return isOne ? Optional.of(name) : Optional.empty();
    }

    private static Reading<RegistrationBody> judge(String typedUsername, Password password, String name) {
        Optional<Username> username = Username.parse(typedUsername);
        List<FieldError> unaccepted = Stream.concat(
                        username.isPresent() ? Stream.empty() : Stream.of(unacceptedUsername()),
                        DisplayName.flaw(name).map(RegistrationBody::unacceptedName).stream())
                .toList();
        return username.isPresent() && unaccepted.isEmpty()
                ? new Reading.Fits<>(new RegistrationBody(username.get(), password, name))
                : new Reading.Refused<>(Problem.invalid(unaccepted));
    }

    private static FieldError unacceptedName(String flaw) {
        return new FieldError("name", "not_accepted", "The name " + flaw + ".");
    }
}
