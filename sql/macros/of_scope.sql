-- of_scope(scope_no, document, paragraph, sentence): the value that belongs to the scope.
create or replace macro of_scope(scope_no, document, paragraph, sentence) as
    case scope_no when 0 then document when 1 then paragraph else sentence end;
